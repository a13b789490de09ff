"""Labelled sets from elsewhere, by format: each becomes `LabelledText`s with a closed list of actors.

PATH ─┬─ *.jsonl                       jsonlines   one text a line, with offsets
      ├─ X.txt + X.ann                 standoff    brat, with offsets
      ├─ *.conll *.conllu *.bio *.iob  columns     a word a line, with its tag
      └─ X.txt + X.out                 lists       surface<TAB>lemma<TAB>type<TAB>id, without offsets

Only actors of the list count, in labels and tags alike, and only tags of names: these sets label nothing else. gold/README.md
says what each format looks like.
"""

from pipelines.workbench.external.reading import read_external

__all__ = ["read_external"]
