"""What `perfdesk verify` found, as the JSON of the contract (schema 1), byte for byte the same everywhere.

Stands beside `findings_json`: reads claims, decides nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from perfdesk.narrative.claim import VERDICT_ORDER, Claim

SCHEMA = 1


def claims_json(claims: Sequence[Claim]) -> str:
    """The claims and their counts as JSON text with a final line end."""
    content = {
        "schema": SCHEMA,
        "claims": [_claim(claim) for claim in claims],
        "summary": claim_counts(claims),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def claim_counts(claims: Sequence[Claim]) -> dict[str, int]:
    """How many claims were found and decided, and how many got each verdict."""
    verdicts = [claim.verdict for claim in claims]
    counts: dict[str, int] = {verdict: verdicts.count(verdict) for verdict in VERDICT_ORDER}
    decided = len(verdicts) - counts["uncheckable"]
    return {"claims": len(verdicts), "decided": decided, **counts}


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "line": claim.line,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind,
        "stated": claim.stated,
        "recomputed": claim.recomputed,
        "verdict": claim.verdict,
        "formula": claim.formula,
        "note": claim.note,
        "sources": [{"path": p.path, "sheet": p.sheet, "cell": p.cell} for p in claim.sources],
    }
