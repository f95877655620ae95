"""The seven official kinds of jobs that a regional programme counts."""

from enum import StrEnum

__all__ = ["JobKind"]


class JobKind(StrEnum):
    """How a programme comes to a job; a person can be counted in several."""

    DIRECT = "direct"
    """Public work, paid by the programme (직접일자리)."""
    TRAINING = "training"
    """Found after training (직업능력개발훈련)."""
    PLACEMENT = "placement"
    """Found by an employment service (고용서비스)."""
    SUBSIDY = "subsidy"
    """Paid for in part by a grant to the employer (고용장려금)."""
    START_UP = "start_up"
    """In a firm that was helped to start (창업지원)."""
    INFRASTRUCTURE = "infrastructure"
    """From buildings, complexes and other facilities (일자리 인프라 구축)."""
    OTHER = "other"
    """Anything else, such as firms that were brought in (기타)."""
