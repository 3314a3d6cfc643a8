"""What sending, answering and settling ask for."""

from casework.forms import Note, Papers, Reason

from .handover import Dispose, Reply

__all__ = ["Dispose", "Note", "Papers", "Reason", "Reply"]
