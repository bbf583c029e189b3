"""Measures how long documents take to read, and how much memory: novels in every format, and a screenplay in PDF.

Usage: python benchmarks/documents.py [--write] [FILE...]

Each document is read in a process of its own. Seconds are those of reading, with the reader's library loaded by it, on
the clock and of a processor; `peak MB` is that of the whole process. Without files, novels are made up from sentences
of our own: 880 KB in five formats, and 2 MB in Spanish and ISO-8859-1, once with and once without a header that names
its encoding.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
import zipfile
from pathlib import Path
from typing import Any

from storyforge.formats.documents import read_document

HERE = Path(__file__).resolve().parent
ENGLISH = (
    "The keeper went up to the lamp and found the door of the gallery open.",
    "Nobody in the harbour had seen the boat come back.",
    "“She counted the steps again,” he said, “and again there was one too many.”",
    "In the morning the salt lay on the window like a letter.",
)
SPANISH = (
    "El farero subió a la lámpara y halló abierta la puerta de la galería.",
    "Nadie en el puerto había visto volver la barca.",
    "—Contó otra vez los peldaños —dijo él—, y otra vez sobraba uno. ¿Quién subió?",
    "Por la mañana la sal yacía en la ventana como una carta del año pasado.",
)
HEADER = "Character set encoding: ISO-8859-1\n\n*** START OF THIS PROJECT GUTENBERG EBOOK SAL ***\n\n"


def chapters(sentences: tuple[str, ...], size: int, word: str) -> list[tuple[str, list[str]]]:
    """Chapters of forty paragraphs, until they have so many characters."""
    found: list[tuple[str, list[str]]] = []
    done = 0
    while done < size:
        rows = [" ".join(sentences[(n + k) % len(sentences)] for k in range(6)) for n in range(40)]
        found.append((f"{word} {len(found) + 1}", rows))
        done += sum(map(len, rows))
    return found


def as_text(book: list[tuple[str, list[str]]]) -> str:
    """A book as lines of seventy characters."""
    parts = [[title, *("\n".join(textwrap.wrap(row, 70)) for row in rows)] for title, rows in book]
    return "\n\n\n".join("\n\n".join(part) for part in parts).replace("\n", "\r\n")


def as_word(book: list[tuple[str, list[str]]]) -> bytes:
    """A book as a Word document."""
    import docx  # noqa: PLC0415 - the process that reads holds nothing that only makes documents

    made = docx.Document()
    for title, rows in book:
        made.add_heading(title, 1)
        for row in rows:
            made.add_paragraph(row)
    found = io.BytesIO()
    made.save(found)
    return found.getvalue()


def as_epub(book: list[tuple[str, list[str]]]) -> bytes:
    """A book as EPUB, a document for each chapter."""
    kind = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="d{n}" href="{n}.xhtml" {kind}/>' for n in range(len(book)))
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(book)))
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
        root = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
        packed.writestr("META-INF/container.xml", root)
        packed.writestr("book.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for n, (title, rows) in enumerate(book):
            body = "".join(f"<p>{row}</p>" for row in rows)
            packed.writestr(f"{n}.xhtml", f"<html><body><h2>{title}</h2>{body}</body></html>")
    return found.getvalue()


def as_pdf(book: list[tuple[str, list[str]]]) -> bytes:
    """A book as PDF, with running heads and page numbers."""
    from fpdf import FPDF  # noqa: PLC0415 - the same

    made = FPDF(unit="pt", format=(420, 600))
    made.set_auto_page_break(auto=False)
    made.set_font("Times", size=11)
    y = 999.0
    for title, rows in book:
        for row in [title, *rows]:
            for number, line in enumerate(textwrap.wrap(row.replace("“", '"').replace("”", '"'), 68)):
                if y > 540:
                    made.add_page()
                    made.text(150, 30, "A BOOK OF SALT")
                    made.text(200, 590, str(made.page_no()))
                    y = 70.0
                made.text(50 if number else 64, y, line)
                y += 14
    return bytes(made.output())


def made_up() -> dict[str, bytes]:
    """Documents by their file names."""
    english, spanish = chapters(ENGLISH, 880_000, "CHAPTER"), chapters(SPANISH, 2_000_000, "CAPÍTULO")
    text = as_text(spanish)
    marked = "\n\n".join("\n\n".join([f"# {title}", *rows]) for title, rows in english)
    return {
        "880 KB.txt": as_text(english).encode(),
        "880 KB.md": marked.encode(),
        "880 KB.docx": as_word(english),
        "880 KB.epub": as_epub(english),
        "880 KB.pdf": as_pdf(english),
        "2 MB, ISO-8859-1, declared.txt": (HEADER + text).encode("cp1252"),
        "2 MB, ISO-8859-1, guessed.txt": text.encode("cp1252"),
    }


def peak() -> int:
    """The most memory this process has held, in MB.

    Linux hands the number that `getrusage` gives down from the process that started this one; its own is elsewhere.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(path: Path) -> dict[str, Any]:
    """Read one document."""
    data = path.read_bytes()
    clock, processor = time.perf_counter(), time.process_time()
    document = read_document(path.name, data)
    return {
        "bytes": len(data),
        "seconds": round(time.perf_counter() - clock, 2),
        "processor": round(time.process_time() - processor, 2),
        "peak MB": peak(),
        "kind": document.kind,
        "sections": len(document.sections),
        "words": document.words,
        "encoding": document.encoding,
    }


def apart(path: Path) -> dict[str, Any]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> None:
    """Measure the documents given, or made-up ones; with --write, keep the results."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]))))
        return
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in arguments if name != "--write"]
        if not paths:
            for name, data in made_up().items():
                (Path(folder) / name).write_bytes(data)
                paths.append(Path(folder) / name)
        for path in paths:
            results[path.name] = apart(path)
            print(path.name, json.dumps(results[path.name]))
    if "--write" in arguments:
        (HERE / "results" / "documents.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
