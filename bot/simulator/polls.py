"""A poll and its votes."""

from dataclasses import dataclass, field

from bot.simulator.jsontypes import Json


@dataclass
class Poll:
    """A native poll; `details` are its fixed fields as Telegram's Poll has them, `votes` are by resident."""

    id: str
    details: Json
    options: list[Json]
    is_closed: bool = False
    close_at: float | None = None
    votes: dict[int, list[int]] = field(default_factory=dict)

    def as_poll(self) -> Json:
        """Telegram's Poll, with counts."""
        counts = [0] * len(self.options)
        for chosen in self.votes.values():
            for index in chosen:
                counts[index] += 1
        return {
            "id": self.id,
            "options": [option | {"voter_count": n} for option, n in zip(self.options, counts, strict=True)],
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            **self.details,
        }

    def as_answer(self, voter: Json, chosen: list[int]) -> Json:
        """Telegram's PollAnswer."""
        ids = [str(self.options[index]["persistent_id"]) for index in chosen]
        return {"poll_id": self.id, "user": voter, "option_ids": chosen, "option_persistent_ids": ids}
