"""Written styles: how a story should sound, shown by passages of texts that sound so."""
