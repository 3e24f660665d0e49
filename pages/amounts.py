"""Numbers in the words a reader expects: 万元 kept, 亿元 shown from one hundred million on."""

from decimal import Decimal


def plain(value: Decimal) -> str:
    """A number without the zeros the column added: 35.6000 → 35.6, with thousands apart."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal | None) -> str:
    """An amount kept in 万元, in 亿元 from 10000 万元 on; "" when none is known."""
    if value is None:
        return ""
    return f"{plain(value / 10000)} 亿元" if abs(value) >= 10000 else f"{plain(value)} 万元"
