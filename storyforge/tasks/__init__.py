"""What a text model, or an offline rule, can be asked: a strict context and a strict output for each task."""

from storyforge.registry import Registry

TASKS = Registry(
    "task",
    {
        "breakdown": "storyforge.tasks.breakdown:BreakdownOutput",
        "beats": "storyforge.tasks.outline:BeatsOutput",
        "treatment": "storyforge.tasks.outline:TreatmentOutput",
        "shots": "storyforge.tasks.shots:ShotsOutput",
        "conditions": "storyforge.tasks.conditions:ConditionsOutput",
        "carry": "storyforge.tasks.conditions:CarryOutput",
    },
)
"""Task name -> the output it must be answered with."""
