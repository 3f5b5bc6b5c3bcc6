"""The bank's clock: frozen until a test moves it, or the machine's own time plus what it was moved by."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


class Clock:
    """In real mode it follows the machine, time-machine's travels in the same process included."""

    def __init__(self, mode: str = "frozen", start: datetime = START) -> None:
        self.mode = mode
        self._start = self._frozen = start
        self._moved = timedelta()

    def now(self) -> datetime:
        """Aware UTC."""
        return self._frozen if self.mode == "frozen" else datetime.now(UTC) + self._moved

    def advance(self, seconds: float) -> None:
        self.set(self.now() + timedelta(seconds=seconds))

    def set(self, moment: datetime) -> None:
        """Both modes: from now on it is this moment; a real clock walks on from it."""
        if moment.tzinfo is None:
            raise ValueError("A moment without an offset is not a moment.")
        if self.mode == "frozen":
            self._frozen = moment.astimezone(UTC)
        else:
            self._moved = moment - datetime.now(UTC)

    def turn(self, mode: str) -> None:
        """`real` or `frozen`; the time shown does not jump."""
        if mode not in {"real", "frozen"}:
            raise ValueError(mode)
        now = self.now()
        self.mode = mode
        self.set(now)

    def reset(self) -> None:
        """Back to the start, in the mode it is in."""
        self._frozen = self._start
        self._moved = timedelta()
