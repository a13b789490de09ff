"""The bench of whoever keeps a topic pack: try a text, see forms, add an actor, compare, check.

pack folder ─┬─trial──────▶ Trial ──trial_text──▶ a marked text with its reasons
             ├─collisions─▶ Grouped forms, who else owns them
             ├─newcomer───▶ a stanza of YAML, appended
             ├─difference─▶ tags gained and lost
             └─checking───▶ Findings: the pack against its schema and its own examples

labelled texts (gold, external) ──judging──▶ Judgements ──scoring──▶ Figures ─┬─scoreboard─▶ a table, each error in its place
                                                                              └─floors─────▶ what must not fall
"""
