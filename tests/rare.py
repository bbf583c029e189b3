"""Files that the film of the tests does not have: nobody bought pictures for it, and nothing in it is excused."""

from __future__ import annotations

_PORTRAITS = f"""schema: images/1
asset: ada
of: character
images:
- {{id: face-1, kind: face, file: refs/face-1.png, content: {"0f" * 32}, picture: ab12, approved: true, primary: true}}
- {{id: key, kind: key, file: key.png, content: {"1f" * 32}, picture: cd34, approved: false, take: 2, sent: [ada.face]}}
- {{id: face-2, kind: face, file: refs/2.png, content: {"2f" * 32}, picture: ef56, by: hand, approved: true}}
"""
_WET = f"""schema: instances/1
scene: 2
instances:
- {{id: ada.wet, conditions: [wet], file: visuals/ada-wet.png, content: {"3f" * 32}, picture: ab34, approved: true}}
"""
_LIVED_WITH = f"""schema: waivers/1
waivers:
- {{finding: 'fits:3B', path: scenes/003/shots.yaml, item: 3B, says: '# s', why: It is quick., excuses: {"4f" * 16}}}
- {{finding: neighbours, path: scenes/003/frames.yaml, says: '#', why: A dream., excuses: {"5f" * 16}}}
"""
_JUDGED = f"""schema: review/1
scene: 1
verdicts:
- {{shot: 1A, says: timing, why: It is over before it is seen., judged: {"6f" * 16}, stage: shots, because: [1.1 s]}}
- {{says: success, judged: {"7f" * 16}}}
"""
RARE = {
    "images": ("assets/characters/ada/images.yaml", _PORTRAITS),
    "review": ("scenes/001/review.yaml", _JUDGED),
    "instances": ("scenes/002/instances.yaml", _WET),
    "waivers": ("waivers.yaml", _LIVED_WITH),
}
"""Kind -> path and text."""
