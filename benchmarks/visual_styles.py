"""How well scores tell styles apart: scenes drawn offline in every built-in style, each held against those left out.

Run it with: python benchmarks/visual_styles.py
"""

from __future__ import annotations

import statistics

from storyforge.formats.visual_styles import built_in_styles
from storyforge.media.likeness.descriptors import describe
from storyforge.media.likeness.signature import learn, likeness
from storyforge.pipeline.styling.scenes import drawn, shown_scenes


def main() -> None:
    """Print the area under the curve, with counts and medians."""
    scenes = shown_scenes()
    styles = built_in_styles()
    found = {(name, i): describe(drawn(s.spec, style)) for name, style in styles.items() for i, s in enumerate(scenes)}
    same: list[int] = []
    other: list[int] = []
    for style in styles:
        for left_out in range(len(scenes)):
            signature = learn([found[style, index] for index in range(len(scenes)) if index != left_out])
            for name in styles:
                (same if name == style else other).append(likeness(found[name, left_out], signature).score)
    auc = statistics.fmean((a > b) + (a == b) / 2 for a in same for b in other)
    print(f"{len(styles)} styles, {len(scenes)} scenes: AUC {auc:.4f} over {len(same)} x {len(other)} pairs")
    print(f"median of the same style {statistics.median(same)}, of others {statistics.median(other)}")


if __name__ == "__main__":
    main()
