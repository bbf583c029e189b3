"""An index of passages: SQLite's full text search, in one file that can be deleted and is built anew.

Words of alphabets are found without case, accents and English endings. Scripts that write no spaces (Chinese, Japanese,
Thai and their like) and Hangul, whose particles cling to the word, are indexed by characters and by pairs of them, so
that words of two characters are found; SQLite's own trigrams need three.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
import unicodedata
from contextlib import closing, suppress
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from pathlib import Path

VERSION = 1
"""Counts up when the same passages are stored or found in another way."""

MOST_TERMS = 16
"""Terms of a question that are looked for, the rarest of it; more of them find the same passages, only later."""

_WEIGHED = 64
"""Terms of a question of which it is asked how rare they are."""

_MANY = 500
"""Passages from which on a term of a tenth of all is as common as one of half of a few."""

_KEPT = 4
"""Indexes of one name that stay on disk: those of other timelines need not be built at each switch."""

_LEAST = Decimal("0.001")
_TABLES = """
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, number INTEGER NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE terms USING fts5(
    text, content='', tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
"""
_RANK = "SELECT rowid AS id, round(-bm25(terms), 3) AS score FROM terms WHERE terms MATCH ?"
_COUNT = "SELECT count(*) FROM terms WHERE terms MATCH ?"
_SPOKEN = " AND rowid IN (SELECT id FROM passages WHERE language = ?)"
_FIND = """
SELECT passages.*, score FROM ({} ORDER BY score DESC, rowid LIMIT ?) JOIN passages USING (id) ORDER BY score DESC, id
"""
_SPACELESS = (
    r"\u0e01-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17d3"  # Thai, Lao; Tibetan; Burmese; Khmer
    r"\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_SPACELESS}]+")
_POINTS = re.compile(r"[\u0591-\u05bd\u05bf\u05c1-\u05c7\u0640\u064b-\u065f\u0670]")
"""Vowel points of Hebrew and Arabic, which most texts leave out."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text: where it stands, as a source and its number in it (from 1), and its language code."""

    source: str
    number: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that answers a question; the higher the score, the nearer. Only those of one question compare.

    `row` is the passage's place among all of its index, from 0.
    """

    passage: Passage
    score: Decimal
    row: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What an index is built from: its passages, and facts of them that are kept beside."""

    passages: tuple[Passage, ...]
    facts: dict[str, Any]


class PassageIndex:
    """The passages of one text or of many, found by their words; may be asked by many threads.

    `name` and `digest` say which passages these are; `contents` brings them where no file in `folder` has them already,
    whole and readable. Without a folder, or where it can't be written, the index lives in memory.
    """

    def __init__(self, folder: Path | None, name: str, digest: str, contents: Callable[[], Contents]) -> None:
        self._name = name
        self._file = folder / f"{name}-{digest[:24]}-{VERSION}.sqlite" if folder else None
        self._contents = contents
        self._turn = threading.RLock()
        self._open: sqlite3.Connection | None = None

    @property
    def file(self) -> Path | None:
        """Where the index lies, if the folder can be written."""
        return self._file

    def search(
        self, query: str, count: int, *, language: str | None = None, without: Container[str] = ()
    ) -> list[Found]:
        """The passages nearest to a question by BM25, best first; equally near ones in the order of their sources.

        `without` are words that say nothing unless the question has no others.
        """
        terms = self._telling(_terms(query, without))
        if not terms or count < 1:
            return []
        spoken = self._is_one_of_many(language) if language else False
        asked = (" OR ".join(terms), *([language] if spoken else []), count)
        rows = self._rows(_FIND.format(_RANK + (_SPOKEN if spoken else "")), asked)
        return [Found(_passage(row), max(_LEAST, Decimal(f"{row['score']:.3f}")), row["id"] - 1) for row in rows]

    def _telling(self, terms: list[str]) -> list[str]:
        """The rarest of some terms; one of half of all passages, or of a tenth of very many, if there is no other."""
        weighed = {term: self._rows(_COUNT, (term,))[0][0] for term in terms[:_WEIGHED]}
        there = sorted((term for term, count in weighed.items() if count), key=lambda term: weighed[term])
        total = self._rows("SELECT max(id) FROM passages", ())[0][0] if there else 0
        common = max(min(total / 2, _MANY), total / 10)
        return [term for term in there if weighed[term] <= common][:MOST_TERMS] or there[:1]

    def _is_one_of_many(self, language: str) -> bool:
        """Whether there are passages in other languages, so that those in this one must be picked out."""
        return bool(self._rows("SELECT 1 FROM passages WHERE language <> ? LIMIT 1", (language,)))

    def spread(self, count: int, language: str | None = None) -> list[Passage]:
        """So many passages from the whole, evenly spread, or all where there are no more."""
        rows = self.rows(language)
        if len(rows) > count:
            rows = [rows[(2 * n + 1) * len(rows) // (2 * count)] for n in range(count)]
        return self.at(rows)

    def rows(self, language: str | None = None) -> list[int]:
        """The places of all passages, or of those in one language, among all."""
        where, asked = ("WHERE language = ?", (language,)) if language else ("", ())
        return [row[0] - 1 for row in self._rows(f"SELECT id FROM passages {where} ORDER BY id", asked)]  # noqa: S608 - ours

    def at(self, rows: Sequence[int]) -> list[Passage]:
        """The passages at some places, in the order asked for."""
        marks = ",".join("?" * len(rows))
        found = self._rows(f"SELECT * FROM passages WHERE id IN ({marks})", [row + 1 for row in rows])  # noqa: S608 - ours
        by_row = {row["id"] - 1: _passage(row) for row in found}
        return [by_row[row] for row in rows]

    def texts(self) -> list[str]:
        """The text of every passage, by place."""
        return [row[0] for row in self._rows("SELECT text FROM passages ORDER BY id", ())]

    def facts(self) -> dict[str, Any]:
        """What was said of the passages when the index was built."""
        return {row["name"]: json.loads(row["value"]) for row in self._rows("SELECT * FROM facts ORDER BY name", ())}

    def close(self) -> None:
        """Close the file; a further question opens it again."""
        with self._turn:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _rows(self, query: str, values: Iterable[object]) -> list[sqlite3.Row]:
        """The rows of a question; an index that is broken is built again, once."""
        asked = tuple(values)
        with self._turn:
            try:
                return self._connection().execute(query, asked).fetchall()
            except sqlite3.DatabaseError:
                self.close()
                self._build()
                return self._connection().execute(query, asked).fetchall()

    def _connection(self) -> sqlite3.Connection:
        if self._open is None and (self._file is None or not self._file.is_file()):
            self._build()
        if self._open is None and self._file is not None:
            self._open = _readable(self._file)
        if self._open is None:
            raise RuntimeError("an index was neither built nor opened")
        return self._open

    def _build(self) -> None:
        """Build the file beside its place and put it there whole; in memory where that can't be done."""
        contents = self._contents()
        if self._file is None or not _put(self._file, contents):
            self._open = _connected(":memory:")
            _fill(self._open, contents)
        else:
            _clear(self._file, self._name)


def _put(file: Path, contents: Contents) -> bool:
    """Write an index, whole or not at all; False where the disk won't have it."""
    new = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        with closing(_connected(str(new))) as connection:
            _fill(connection, contents)
        new.replace(file)
    except (OSError, sqlite3.OperationalError):
        return False
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
    return True


def _clear(kept: Path, name: str) -> None:
    """Remove indexes of the same name that were not built for long, and what killed programs left."""
    pattern = re.compile(rf"\.?{re.escape(name)}-[0-9a-f]{{8,}}-\d+\.sqlite(?:\..*)?")
    dated: list[tuple[float, Path]] = []
    with suppress(OSError):
        others = (file for file in kept.parent.iterdir() if pattern.fullmatch(file.name) and file != kept)
        dated.extend((file.stat().st_mtime, file) for file in others)
    for _, file in sorted(dated, reverse=True)[_KEPT - 1 :]:
        with suppress(OSError):
            file.unlink()


def _connected(name: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(name, isolation_level=None, check_same_thread=False, uri=uri)
    connection.row_factory = sqlite3.Row
    return connection


def _readable(file: Path) -> sqlite3.Connection:
    """A finished index; it never changes in its place, so it is read without locks, on a read-only disk too."""
    return _connected(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _fill(connection: sqlite3.Connection, contents: Contents) -> None:
    # What is half written is thrown away as a whole, so nothing need reach the disk in order.
    connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
        ((n, p.source, p.number, p.language, p.text) for n, p in enumerate(contents.passages, 1)),
    )
    connection.executemany(
        "INSERT INTO terms (rowid, text) VALUES (?, ?)",
        ((n, _indexed(p.text)) for n, p in enumerate(contents.passages, 1)),
    )
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?)",
        ((name, json.dumps(value, ensure_ascii=False)) for name, value in contents.facts.items()),
    )
    connection.execute("INSERT INTO terms (terms) VALUES ('optimize')")
    connection.execute("COMMIT")


def _passage(row: sqlite3.Row) -> Passage:
    return Passage(row["source"], row["number"], row["language"], row["text"])


def folded(text: str) -> str:
    """A text as it is compared: composed, without case, apostrophes straight, vowel points left out."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'").replace("\u02bc", "'")
    return _POINTS.sub("", plain)


def _indexed(text: str) -> str:
    """What is indexed of a text: its words, and for scripts without spaces each character and each pair."""
    plain = folded(text)
    return plain if plain.isascii() else _RUN.sub(lambda run: f" {' '.join(_signs(run[0]))} ", plain)


def _signs(run: str) -> list[str]:
    """Characters of a run with the marks that belong to them, and pairs of neighbours."""
    signs: list[str] = []
    for char in run:
        if signs and unicodedata.category(char) in ("Mn", "Mc"):
            signs[-1] += char
        else:
            signs.append(char)
    pairs = [one + other for one, other in pairwise(signs)]
    return signs + pairs


def _terms(query: str, without: Container[str]) -> list[str]:
    """The terms of a question, each quoted, so that no sign in it means anything to SQLite."""
    plain = folded(query.encode("utf-8", "ignore").decode()).replace("\0", " ")
    runs = dict.fromkeys(sign for run in _RUN.findall(plain) for sign in _asked(run))
    words = dict.fromkeys(_words(_RUN.sub(" ", plain)))
    telling = [word for word in words if word not in without]
    return [f'"{term}"' for term in (*runs, *(telling or words))]


def _asked(run: str) -> list[str]:
    """What is looked for of a run: its pairs, and Chinese characters that stand by themselves, as in kana they do."""
    signs = _signs(run)
    alone = [match[0] for match in _HAN.finditer(run) if len(match[0]) == 1]
    return signs if len(signs) == 1 else [*alone, *signs[len(signs) // 2 + 1 :]]


def _words(text: str) -> list[str]:
    """The words of a text by the signs that SQLite makes words of, apostrophes within them kept."""
    kept = (char if char == "'" or unicodedata.category(char)[0] in "LNM" else " " for char in text)
    return [word for part in "".join(kept).split() if (word := part.strip("'"))]
