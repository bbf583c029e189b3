"""Who makes things; knows neither stories nor git."""

from storyforge.registry import Registry

TEXT = Registry(
    "text provider",
    {
        "offline": "storyforge.providers.offline:OfflineText",
        "litellm": "storyforge.providers.litellm_text:LiteLLMText",
    },
)
IMAGE = Registry(
    "image provider",
    {
        "offline": "storyforge.providers.offline.artist:OfflineArtist",
        "google": "storyforge.providers.google_image:GoogleImage",
        "litellm": "storyforge.providers.litellm_image:LiteLLMImage",
    },
)
VIDEO = Registry(
    "video provider",
    {
        "offline": "storyforge.providers.offline.camera:OfflineCamera",
        "google": "storyforge.providers.google_video:GoogleVideo",
        "vertex": "storyforge.providers.vertex_video:VertexVideo",
    },
)
SPEECH = Registry(
    "speech provider",
    {
        "offline": "storyforge.providers.offline.voices:ScratchVoices",
        "litellm": "storyforge.providers.litellm_speech:LiteLLMSpeech",
    },
)
EMBEDDING = Registry("embedding provider", {"litellm": "storyforge.providers.litellm_embedding:LiteLLMEmbedding"})
