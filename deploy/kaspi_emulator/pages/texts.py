"""What the pretend phone says, in three languages. It stands alone, so it has no catalogue."""

LANGUAGES = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}

TEXTS = {
    "bank": ("Ойыншық банк", "Игрушечный банк", "Toy bank"),
    "warning": (
        "Мұнда нағыз ақша жоқ: төлемді байқап көруге арналған.",
        "Настоящих денег здесь нет: это место для проб.",
        "There is no real money here: it is a place to try things out.",
    ),
    "bills": ("Төленетін шоттар", "Счета к оплате", "Bills to pay"),
    "no_bills": ("Әзірге төлейтін ештеңе жоқ", "Пока платить не за что", "Nothing to pay yet"),
    "no_bills_lead": (
        "Сайтта төлемді бастап, осында қайта келіңіз.",
        "Начните оплату на сайте и возвращайтесь сюда.",
        "Start a payment on the site and come back here.",
    ),
    "number": ("Төлем нөмірі", "Номер платежа", "Number of the payment"),
    "find": ("Табу", "Найти", "Find"),
    "scan": ("Кодты сканерлеу", "Отсканировать код", "Scan the code"),
    "open": ("Қосымшада ашу", "Открыть в приложении", "Open in the app"),
    "pay": ("Төлеу", "Оплатить", "Pay"),
    "decline": ("Бас тарту", "Отказаться", "Decline"),
    "new_lead": ("Кодтың мерзімі: {until}", "Код действует до {until}", "The code works until {until}"),
    "scanned_lead": ("Растау мерзімі: {until}", "Подтвердите до {until}", "Confirm by {until}"),
    "paid": ("Төленді", "Оплачено", "Paid"),
    "paid_lead": (
        "Сайтқа оралыңыз: ол төлемді өзі көреді.",
        "Вернитесь на сайт: он сам увидит оплату.",
        "Go back to the site: it will see the payment by itself.",
    ),
    "over": ("Бұл код енді жарамсыз", "Этот код больше не действует", "This code no longer works"),
    "over_lead": ("Сайттан жаңа код алыңыз.", "Возьмите на сайте новый код.", "Get a new code on the site."),
    "refused": ("Сатушы төлемді қабылдамады", "Продавец не принял оплату", "The seller did not take the payment"),
    "refused_lead": (
        "Ақша сізде қалды. Сатушының жауабы: {result}.",
        "Деньги остались у вас. Ответ продавца: {result}.",
        "You keep your money. The seller's answer: {result}.",
    ),
    "back": ("Сайтқа оралу", "Вернуться на сайт", "Back to the site"),
    "all": ("Барлық шоттар", "Все счета", "All bills"),
}


def language_of(asked: str, accepted: str) -> str:
    """What the address says, else the first known one of the browser's, else Kazakh."""
    wanted = [asked, *(part.partition(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    return next((code for code in wanted if code in LANGUAGES), "kk")


def say(key: str, language: str, **values: str) -> str:
    return TEXTS[key][list(LANGUAGES).index(language)].format(**values)
