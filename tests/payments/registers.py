"""A fiscal register in memory: the twin of a real one."""

from typing import ClassVar

from django.utils import timezone

from payments.fiscal import Issued, PermanentError, RetryableError, Sale


class MemoryRegister:
    """Books each key once. `answers` says what the next calls meet: None is an answer, an error is raised, "lost" books and then fails."""

    is_enabled = True
    booked: ClassVar[dict[str, Sale]] = {}
    answers: ClassVar[list[str]] = []

    @classmethod
    def forget(cls) -> None:
        cls.booked.clear()
        cls.answers.clear()

    def issue(self, sale: Sale) -> Issued:
        answer = self.answers.pop(0) if self.answers else ""
        if answer == "refused":
            raise PermanentError("The shift is closed.")
        if answer == "down":
            raise RetryableError("time-out")
        self.booked[sale.key] = sale
        if answer == "lost":
            raise RetryableError("no answer")
        number = f"F{len(self.booked)}"
        return Issued(number, f"https://receipts.example.kz/{number}", timezone.now())
