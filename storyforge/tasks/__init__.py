"""What a text model, or an offline rule, can be asked: a strict context and a strict output for each task."""

from storyforge.registry import Registry

TASKS = Registry(
    "task",
    {
        "breakdown": "storyforge.tasks.breakdown:BreakdownOutput",
        "describe": "storyforge.tasks.describe:DescribeOutput",
        "redescribe": "storyforge.tasks.redescribe:RedescribeOutput",
        "beats": "storyforge.tasks.outline:BeatsOutput",
        "treatment": "storyforge.tasks.outline:TreatmentOutput",
        "shots": "storyforge.tasks.shots:ShotsOutput",
        "conditions": "storyforge.tasks.conditions:ConditionsOutput",
        "carry": "storyforge.tasks.conditions:CarryOutput",
        "cohere": "storyforge.tasks.cohere:CohereOutput",
        "survey": "storyforge.tasks.survey:SurveyOutput",
        "digest": "storyforge.tasks.survey:DigestOutput",
        "treatments": "storyforge.tasks.options:TreatmentsOutput",
        "lores": "storyforge.tasks.options:LoresOutput",
        "narratives": "storyforge.tasks.options:NarrativesOutput",
        "revise": "storyforge.tasks.options:RevisionOutput",
        "beatsheet": "storyforge.tasks.beatsheet:BeatSheetOutput",
        "beat": "storyforge.tasks.beatsheet:OneBeatOutput",
        "outline": "storyforge.tasks.scenes:OutlineOutput",
        "scene": "storyforge.tasks.scenes:SceneOutput",
        "coherence": "storyforge.tasks.scenes:CoherenceOutput",
        "rewrite": "storyforge.tasks.rewriting:RewriteOutput",
        "plot": "storyforge.tasks.assist:PlotOutput",
        "twists": "storyforge.tasks.assist:TwistsOutput",
        "holes": "storyforge.tasks.assist:HolesOutput",
        "dialogue": "storyforge.tasks.assist:DialogueOutput",
        "intent": "storyforge.tasks.assist:IntentOutput",
        "attribution": "storyforge.tasks.attribution:AttributionOutput",
        "frame-prompt": "storyforge.tasks.compiling:FramePromptOutput",
        "end-frame-prompt": "storyforge.tasks.compiling:EndFramePromptOutput",
        "video-prompt": "storyforge.tasks.compiling:VideoPromptOutput",
    },
)
"""Task name -> the output it must be answered with."""
