"""A program of its own: speaks one line by the library in the package `espeakng-loader`, and exits.

espeak-ng is under the GPL, so it is never loaded into storyforge's own process: this file is started by its path,
imports nothing of storyforge, reads one JSON object from its input and writes a WAV file to its output.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys

_SYNCHRONOUS, _UTF8, _DONT_EXIT = 2, 1, 0x8000
_PARAMETERS = {"speed": 1, "volume": 2, "pitch": 3}
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main() -> int:
    """Answer one request: `voice`, `speed`, `pitch`, `volume`, `text`."""
    request = json.loads(sys.stdin.buffer.read())
    from espeakng_loader import get_data_path, get_library_path  # noqa: PLC0415  # only this process needs it

    library = ctypes.CDLL(str(get_library_path()))
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(get_data_path()).encode(), _DONT_EXIT)
    if rate <= 0:
        return _refused("its data can't be read")
    if library.espeak_SetVoiceByName(request["voice"].encode()):
        return _refused("the voice does not exist")
    for name, number in _PARAMETERS.items():
        library.espeak_SetParameter(number, request[name], 0)
    spoken: list[bytes] = []

    def hear(samples: ctypes._Pointer[ctypes.c_short] | None, count: int, _events: int) -> int:
        if samples and count:
            spoken.append(ctypes.string_at(samples, 2 * count))
        return 0

    # Some voices have a little noise, which since espeak-ng 1.52 is seeded by the clock.
    if hasattr(library, "espeak_ng_SetRandSeed"):
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    keep = _CALLBACK(hear)
    library.espeak_SetSynthCallback(keep)
    text = request["text"].encode() + b"\0"
    library.espeak_Synth(text, ctypes.c_size_t(len(text)), 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    data = b"".join(spoken)
    form = struct.pack("<IHHIIHH", 16, 1, 1, rate, 2 * rate, 2, 16)
    head = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data))
    sys.stdout.buffer.write(head + data)
    return 0


def _refused(reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
