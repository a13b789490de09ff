"""What arrives: feeds, pages and wires, fetched politely, stored raw, recorded before anything reads them.

    Source ─▶ pace ─▶ client ─(guard)─▶ raw ─▶ fetches ─▶ parse (passed in) ─▶ robots ─▶ pace ─▶ client ─▶ raw ─▶ fetches
              wire folder ────────────▶ raw ─▶ fetches

The only room that touches the network. Nothing a stranger sends raises here: it becomes a `Fetch` with a `Reason`.
"""
