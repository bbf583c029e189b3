"""Who makes things; knows neither stories nor git."""

from storyforge.registry import Registry

TEXT = Registry("text provider", {"offline": "storyforge.providers.offline:OfflineText"})
