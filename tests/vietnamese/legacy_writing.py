"""Vietnamese as programs saw it that wrote with old fonts; the tables are apart from those under test."""

from __future__ import annotations

TCVN3_LETTERS = (
    "à=µ á=¸ ả=¶ ã=· ạ=¹ ă=¨ ằ=» ắ=¾ ẳ=¼ ẵ=½ ặ=Æ â=© ầ=Ç ấ=Ê ẩ=È ẫ=É ậ=Ë è=Ì é=Ð ẻ=Î ẽ=Ï ẹ=Ñ ê=ª ề=Ò ế=Õ ể=Ó ễ=Ô ệ=Ö "
    "ì=× í=Ý ỉ=Ø ĩ=Ü ị=Þ ò=ß ó=ã ỏ=á õ=â ọ=ä ô=« ồ=å ố=è ổ=æ ỗ=ç ộ=é ơ=¬ ờ=ê ớ=í ở=ë ỡ=ì ợ=î ù=ï ú=ó ủ=ñ ũ=ò ụ=ô "
    "ư=\u00ad ừ=õ ứ=ø ử=ö ữ=÷ ự=ù ỳ=ú ý=ý ỷ=û ỹ=ü ỵ=þ đ=®"
)
TCVN3_CAPITALS = "Ă=¡ Â=¢ Ê=£ Ô=¤ Ơ=¥ Ư=¦ Đ=§"
VNI_LETTERS = (
    "à=aø á=aù ả=aû ã=aõ ạ=aï ă=aê ằ=aè ắ=aé ẳ=aú ẵ=aü ặ=aë â=aâ ầ=aà ấ=aá ẩ=aå ẫ=aã ậ=aä è=eø é=eù ẻ=eû ẽ=eõ ẹ=eï "
    "ê=eâ ề=eà ế=eá ể=eå ễ=eã ệ=eä ì=ì í=í ỉ=æ ĩ=ó ị=ò ò=oø ó=où ỏ=oû õ=oõ ọ=oï ô=oâ ồ=oà ố=oá ổ=oå ỗ=oã ộ=oä ơ=ô ờ=ôø "
    "ớ=ôù ở=ôû ỡ=ôõ ợ=ôï ù=uø ú=uù ủ=uû ũ=uõ ụ=uï ư=ö ừ=öø ứ=öù ử=öû ữ=öõ ự=öï ỳ=yø ý=yù ỷ=yû ỹ=yõ ỵ=î đ=ñ"
)


def letters(text: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in text.split(" ")}


TCVN3 = letters(TCVN3_LETTERS)
VNI = letters(VNI_LETTERS)
VNI |= {letter.upper(): written.upper() for letter, written in VNI.items()}
CAPITALS = letters(TCVN3_CAPITALS)


def as_tcvn3(text: str) -> str:
    """As typed with an ABC keyboard: a capital with a tone has no code; its font .VnTimeH drew the small one large."""
    return "".join(
        TCVN3.get(letter) or CAPITALS.get(letter) or TCVN3.get(letter.lower(), letter) for letter in text
    )


def as_vni(text: str) -> str:
    return "".join(VNI.get(letter, letter) for letter in text)
