/**
 * How personal data is written in Vietnam, as patterns over plain text: lower case, no diacritics, "đ" as "d". Letter by
 * letter those of `vietnamese/personal_patterns.py`; a test says where they part. None looks behind: Safari before 16.4
 * cannot read such a pattern, and the whole chat would not start there.
 */

/** The start of the text, or what is not the inside of a number. */
export const LEFT = String.raw`(?:^|[^0-9.,]|(?:^|[^0-9])[.,])`;
export const RIGHT = String.raw`(?![0-9]|[.,][0-9])`;
/** The start of a word. */
export const WORD = String.raw`(?:^|[^a-z0-9_])`;
/** Before these words a number is an amount, however long. */
export const UNITS =
  String.raw`(?:d|vnd|dong|usd|ty|ti|trieu|nghin|ngan|nguoi|dan(?! toc)|ho(?! (?:ten|va|khau))|luot|ho so|giao dich|truong hop` +
  String.raw`|m2|m3|km|km2|ha|tan|kg|kwh)(?![a-z0-9_/])`;
export const NOT_AMOUNT = String.raw`(?! {0,3}(?:${UNITS}|[%₫$])|(?:k|tr|m)(?![a-z0-9_]))`;
/** Nobody's number ends with five zeros; amounts do. */
export const NOT_ROUND = String.raw`(?![0-9]*0{5}(?![0-9]))`;
/** A moment as programs write it: 20261130, 202611301530, 20261130153000. */
export const NOT_MOMENT =
  String.raw`(?!(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])` +
  String.raw`(?:[0-2][0-9][0-5][0-9](?:[0-9]{2})?)?(?![0-9]))`;
/** Books and goods from Vietnam carry such numbers. */
export const NOT_GOODS = String.raw`(?!(?:97[89]|893)[0-9]{10}(?![0-9]))`;
export const NOT_YEARS = String.raw`(?!(?:19|20)[0-9]{2}[ -]{1,3}(?:19|20)[0-9]{2}(?![0-9]))`;
/** 1900 1234, 1800 599 920: lines for everybody. */
export const NOT_HOTLINE = String.raw`(?!1[89]00)`;
export const SEP = String.raw`[ .-]{1,3}`;
export const GAP = String.raw`[ .()-]{0,2}`;
/** Between the word that names a number and the number: "cccd của tôi là số: ". */
export const FILLER = String.raw`[^0-9?!;\n]{0,30}`;
export const MAIL = String.raw`(?:^|[^a-z0-9_.+-])([a-z0-9_.+-]+@[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)`;
/** "an @ gmail . com", "an (at) abc.vn", "an a còng gmail chấm com". */
export const MAIL_SPELLED =
  String.raw`(?:^|[^a-z0-9_.+-])([a-z0-9_.+-]+(?: {0,2}@ {0,2}(?:gmail|yahoo|hotmail|outlook|icloud|ymail)` +
  String.raw`|(?: {0,2}[\[(]at[\])] {0,2}| a ?cong )[a-z0-9_-]+)` +
  String.raw`(?:(?: {0,2}\. {0,2}| cham | {0,2}[\[(]dot[\])] {0,2})(?:com|vn|net|org|gov|edu|[a-z0-9_-]+(?=\.)))+)` +
  String.raw`(?![a-z0-9_])`;
/** Four groups of four, but not four years. */
export const CARD =
  String.raw`${LEFT}((?!(?:(?:19|20)[0-9][0-9][ .-]{0,3}){4})[0-9]{4}([ .-]{1,3})[0-9]{4}\2[0-9]{4}\2[0-9]{4}` +
  String.raw`(?:\2[0-9]{1,3})?|9704(?:[ .-]?[0-9]){12,15}|3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}` +
  String.raw`|${NOT_ROUND}${NOT_MOMENT}${NOT_GOODS}[0-9]{13,19}${NOT_AMOUNT})${RIGHT}`;
/** Grouped: mobile numbers have ten digits, lines of the land network ten or eleven. No amount begins with a zero. */
export const PHONE =
  String.raw`${LEFT}(\(?\+ ?\(?84\)?(?:${GAP}[0-9]){9,10}|00 ?84(?:${GAP}[0-9]){9,10}` +
  String.raw`|84[ -]?[35789](?:[ -]?[0-9]){8}${NOT_AMOUNT}` +
  String.raw`|0[0-9]{9,10}` +
  String.raw`|(?!0[0-9]{2}${SEP}[0-9]{3}${SEP}[0-9]{3}(?![0-9]))` +
  String.raw`0[0-9]{2,4}( {0,2}[,/_*.-] {0,2}| {1,3})[0-9]{3,4}\2[0-9]{3,4}` +
  String.raw`|(?!0\.[0-9]{9})\(?0${GAP}(?:[3-9](?:${GAP}[0-9]){8}|[12](?:${GAP}[0-9]){8,9}))${RIGHT}`;
/** The letter o for the zero. */
export const PHONE_O = String.raw`${WORD}((?=[0-9o .-]{0,12}o)[0o]${GAP}[35789o](?:[ .-]?[0-9]|o){8})(?![a-z0-9]|[.,][0-9])`;
export const PHONE_NAMED =
  String.raw`${WORD}(?:sdt|so dt|dt|dien thoai|dthoai|dtdd|phone|tel|zalo|viber|so may|di dong|lien he|lh|goi)(?![a-z0-9_])` +
  String.raw`${FILLER}(${NOT_HOTLINE}[35789](?:[ -]{0,2}[0-9]){8}|3[0-9]{2}[ .-]?[0-9]{4})${RIGHT}${NOT_AMOUNT}`;
/** "không chín một hai …", nine digits or more. */
export const DIGIT_WORD = String.raw`(?:khong|hong|ko|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|linh|le)`;
export const PHONE_SPELLED = String.raw`${WORD}((?:${DIGIT_WORD}[ ,.-]{1,3}){8,12}${DIGIT_WORD})(?![a-z0-9_])`;
/** Twelve digits (căn cước), grouped only with a leading zero. */
export const CITIZEN =
  String.raw`${LEFT}(0[0-9]{11}|0[0-9]{2}${SEP}[0-9]{3}${SEP}[0-9]{3}(?:${SEP})?[0-9]{3}|0[0-9]{2}${SEP}[0-9]{9}` +
  String.raw`|0[0-9]{3}${SEP}[0-9]{4}${SEP}[0-9]{4}|0[0-9]{5}${SEP}[0-9]{6}` +
  String.raw`|0[0-9]{2}${SEP}[0-9]${SEP}[0-9]{2}${SEP}[0-9]{6}|${NOT_ROUND}${NOT_MOMENT}[0-9]{12}${NOT_AMOUNT})${RIGHT}` +
  String.raw`(?!/[a-z]{2})`;
/** Nine digits (chứng minh nhân dân), in the same way. */
export const IDENTITY =
  String.raw`${LEFT}(0[0-9]{2}${SEP}[0-9]{3}${SEP}[0-9]{3}|0[0-9]{8}|${NOT_ROUND}[0-9]{9}${NOT_AMOUNT})${RIGHT}` +
  String.raw`(?!/[a-z]{2})`;
export const IDENTITY_NAMED =
  String.raw`${WORD}(?:c+cd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|giay to|gplx|bang lai|giay phep lai xe)${FILLER}` +
  String.raw`(${NOT_YEARS}(?:[0-9](?:[ .-]{0,3}[0-9]){11}|[0-9](?:[ .-]{0,3}[0-9]){8}))${RIGHT}${NOT_AMOUNT}`;
/** Health insurance: two letters and thirteen digits; social insurance: ten digits, where it is named. */
export const INSURANCE = String.raw`${WORD}([a-z]{2} ?[1-5] ?[0-9]{2} ?(?:[0-9]{10}|[0-9]{2} ?[0-9]{3} ?[0-9]{5}))${RIGHT}`;
export const INSURANCE_NAMED = String.raw`${WORD}(?:bhxh|bhyt|bao hiem)${FILLER}([0-9](?:[ .-]?[0-9]){9})${RIGHT}${NOT_AMOUNT}`;
/** A letter and seven or eight digits; in small letters only where it is named. */
export const PASSPORT = String.raw`${WORD}([bcnpsk][0-9]{7,8})${RIGHT}(?![a-z])`;
export const PASSPORT_NAMED = String.raw`${WORD}(?:ho chieu|passport|hc so)${FILLER}([a-z]{1,2} ?[0-9]{6,8})${RIGHT}`;
/** Ten digits of which the last is a check digit; with a branch behind it also where that is mistyped. */
export const TAX =
  String.raw`${LEFT}(${NOT_HOTLINE}${NOT_ROUND}[0-9]{10}(?: ?- ?[0-9]{3}(?![0-9]|-[0-9]))?)${RIGHT}${NOT_AMOUNT}` +
  String.raw`(?!/[a-z]{2})`;
export const TAX_NAMED =
  String.raw`${WORD}(?:mst|ms thue|ma so thue|ma thue|msdn|mst?dn|ma so (?:doanh nghiep|dn|hkd|ho kinh doanh)|tax(?: code)?)` +
  String.raw`${FILLER}(${NOT_YEARS}[0-9](?:[ .-]{0,3}[0-9]){9}` +
  String.raw`(?: {0,2}[-.] {0,2}[0-9]{3}|[0-9]{3}| [0-9]{3})?)${RIGHT}`;
/** Two digits of the province, one or two letters, perhaps a digit, then five digits or, on old ones, four. */
export const PLATE =
  String.raw`(?:^|[^a-z0-9.,/-]|(?:^|[^0-9])[.,/-])` +
  String.raw`([1-9][0-9][ .-]?[a-z]{1,2}[0-9]?[ ._-]{0,3}(?:[0-9]{3}[ .-]?[0-9]{2}|[0-9]{4})` +
  String.raw`|[1-9][0-9]-[0-9]{3}-(?:ng|nn|qt)-[0-9]{2})(?![a-z0-9]|[.,/-][0-9]|/[a-z])`;
export const PLATE_NAMED =
  String.raw`${WORD}(?:bien so|bien kiem soat|bien xe|bks|bsx|so xe|xe)${FILLER}` +
  String.raw`([1-9][0-9][ .-]{0,3}[a-z]{1,2} ?[0-9]?[ ._-]{0,3}(?:[0-9]{3}[ .,-]?[0-9]{2}|[0-9]{4})` +
  String.raw`|[a-z]{2}[ -]?[0-9]{2}[ -][0-9]{2})(?![a-z0-9]|[.,/-][0-9])`;
/** A number of an account is anything: it has to be named. */
export const ACCOUNT =
  String.raw`${WORD}(?:stk|so tk|tk|tai khoan|account|acc)(?![a-z0-9_])${FILLER}` +
  String.raw`(${NOT_HOTLINE}${NOT_YEARS}${NOT_ROUND}${NOT_MOMENT}` +
  String.raw`(?:[0-9]{6,19}|(?=[0-9](?:[ -]?[0-9]){7})[0-9]{2,6}(?:[ -][0-9]{2,6}){1,5}))${RIGHT}${NOT_AMOUNT}`;
export const BANK =
  String.raw`(?:vietcombank|vcb|agribank|bidv|vietinbank|ctg|techcombank|tcb|mb ?bank|mb|acb|sacombank|tpbank|vpbank|vib|shb` +
  String.raw`|lpbank|msb|ocb|hdbank|seabank|momo|zalopay)`;
export const ACCOUNT_AT = String.raw`${WORD}${BANK}(?: so| stk)?[ :,-]{1,3}(${NOT_HOTLINE}${NOT_ROUND}[0-9]{8,15})${RIGHT}${NOT_AMOUNT}`;
export const AT_ACCOUNT =
  String.raw`${LEFT}(${NOT_HOTLINE}${NOT_ROUND}[0-9]{8,15})` +
  String.raw`(?=[ ,:-]{1,3}(?:tai |o |nh |ngan hang ){0,2}${BANK}(?![a-z0-9_]))`;
/** Words right before a number that is not somebody's: money, counts, the marks of things. */
export const OTHERS_NUMBER =
  String.raw`(?:so tien|tien|gia|phi|von|doanh thu|luong|thu nhap|ngan sach|du toan|chi|dan so|tong so|ma (?:ho so|thu tuc|don` +
  String.raw`|tra cuu|vach|giao dich|bien nhan)|bien nhan|van don|seri|serial|imei|barcode)` +
  String.raw`(?: (?:la|so|den|dat|gan|khoang)){0,3}[ :]{0,3}$`;
/** Words right before what could be a plate, but is a room, a class or a paragraph. */
export const ROOM = String.raw`(?:can ho|can|phong|tang|lop|toa|block|khoi|dieu|khoan|diem|muc|so nha|ngo|ngach)[ :]{0,3}$`;
/** In small letters after a number these are units. */
export const UNIT_LETTERS = String.raw`^(?:[kmgdhplstn]|kg|km|cm|mm|ha|tr|ty|ti|gb|mb|kw|th)$`;
/** An address on the web; numbers in its path are those of pages. */
export const ADDRESS = String.raw`https?://[^ \n\r]+`;
