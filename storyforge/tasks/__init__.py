"""What a text model, or an offline rule, can be asked: a strict context and a strict output for each task."""
