"""The texts a new installation's landing and prices pages begin with; help and legal texts are in `site_texts`."""

from .site_specs import HomeSpec, Point, PricesSpec, SitePageSpec, T, Tier
from .site_texts import CONTACT, HELP, PRIVACY, TERMS

__all__ = ["HOME", "PAGES", "PricesSpec", "SitePageSpec"]

HOME = HomeSpec(
    title=T(
        "Тойға шақыру\N{NO-BREAK SPACE}— бір сілтеме",
        "Приглашение на той\N{NO-BREAK SPACE}— одной ссылкой",
        "One link that invites to your celebration",
    ),
    lead=T(
        "Үлгісін таңдап, есімдер мен күнін жазыңыз. Қонақтар WhatsApp арқылы ашып, келетінін сол жерде айтады, ал сіз кім келетінін бірден көресіз.",
        "Выберите шаблон, впишите имена и дату. Гости откроют приглашение в WhatsApp и сразу ответят, а вы увидите, кто придёт.",
        "Choose a template, write the names and the date. Guests open it in WhatsApp and answer at once; you see who is coming.",
    ),
    steps=(
        Point(
            T("Үлгісін таңдаңыз", "Выберите шаблон", "Choose a template"),
            T(
                "Үйлену тойына, қыз ұзатуға, тұсаукесерге, сүндет тойға, мерейтойға және басқа қуаныштарға арналған үлгілер бар.",
                "Свадьба, қыз ұзату, тұсаукесер, сүндет той, юбилей — шаблоны есть для любого торжества.",
                "There are templates for weddings, qyz uzatu, tusaukeser, sundet toi, anniversaries and other celebrations.",
            ),
        ),
        Point(
            T("Өз сөзіңізбен жазыңыз", "Напишите своими словами", "Write it in your own words"),
            T(
                "Мәтіні дайын: есімдерді, күнін, мекенжайын жазсаңыз болды. Қазақшасы мен орысшасы қатар тұрады.",
                "Текст уже готов: впишите имена, дату и место. Казахский и русский стоят рядом.",
                "The text is ready: fill in names, date and place. Kazakh and Russian stand side by side.",
            ),
        ),
        Point(
            T("Қонақтарға жіберіңіз", "Отправьте гостям", "Send it to the guests"),
            T(
                "Қонақтар тізімін Excel-ден жүктеңіз. Әр қонаққа өз есімімен ашылатын жеке сілтеме дайындалады.",
                "Загрузите список гостей из Excel. Для каждого готова личная ссылка с обращением по имени.",
                "Load your guest list from Excel. Each guest gets a personal link that greets them by name.",
            ),
        ),
        Point(
            T("Жауаптарын көріңіз", "Смотрите ответы", "Watch the answers"),
            T(
                "Кім келеді, неше адам, кім әлі жауап бермеді — бәрі бір тізімде.",
                "Кто придёт, сколько человек, кто ещё не ответил — всё в одном списке.",
                "Who is coming, how many people, who has not answered yet: all in one list.",
            ),
        ),
    ),
    promises=(
        Point(
            T("Екі тілде, бір сілтеме", "Два языка, одна ссылка", "Two languages, one link"),
            T(
                "Қонақ шақыруды қазақша да, орысша да оқи алады. Бір тілде ғана жазсаңыз да болады.",
                "Гость читает приглашение на казахском или на русском. Можно написать и на одном языке.",
                "A guest reads the invitation in Kazakh or in Russian. Writing it in one language is fine too.",
            ),
        ),
        Point(
            T("Кез келген телефонда ашылады", "Открывается на любом телефоне", "Opens on any phone"),
            T(
                "Қонаққа тіркелудің де, қосымша орнатудың да керегі жоқ.",
                "Гостю не нужно ни регистрироваться, ни устанавливать приложение.",
                "A guest needs no account and installs nothing.",
            ),
        ),
        Point(
            T("Ойын өзгертсе де болады", "Можно передумать", "Guests may change their mind"),
            T(
                "Сіз белгілеген күнге дейін қонақ жауабын өзгерте алады, тізім өзі жаңарып отырады.",
                "До назначенного вами дня гость может изменить ответ, и список обновится сам.",
                "Until the day you set, a guest may change the answer, and your list follows.",
            ),
        ),
        Point(
            T("Жариялағанда ғана төлейсіз", "Платите только при публикации", "You pay only when you publish"),
            T(
                "Жазып, көріп, отбасыңызға көрсетіп алыңыз. Тегін үлгілер де бар.",
                "Сначала напишите, посмотрите и покажите семье. Есть и бесплатные шаблоны.",
                "Write it, look at it, show it to your family first. There are free templates too.",
            ),
        ),
    ),
)

PRICES = PricesSpec(
    slug="prices",
    is_main=True,
    title=T("Бағасы", "Цены", "Prices"),
    lead=T(
        "Бір той үшін бір рет төлейсіз. Ай сайынғы төлем жоқ, қонақ саны шектелмейді.",
        "Один платёж за одно торжество. Без подписки и без ограничения по числу гостей.",
        "One payment for one celebration. No subscription, and no limit on the number of guests.",
    ),
    tiers=(
        Tier(
            "free",
            T(
                "Қарапайым әрі әдемі шақыру керек болса.",
                "Когда нужно простое и красивое приглашение.",
                "When you need a simple, beautiful invitation.",
            ),
            (
                T("Тегін үлгілер", "Бесплатные шаблоны", "The free templates"),
                T("Қазақша және орысша", "На казахском и русском", "In Kazakh and Russian"),
                T("Қонақтар тізімі мен жауаптары", "Список гостей и ответы", "Guest list and answers"),
            ),
        ),
        Tier(
            "standard",
            T("Безендірілуі байырақ үлгілер үшін.", "Для шаблонов с более богатым оформлением.", "For templates with a richer look."),
            (
                T("Тегін және стандарт үлгілер", "Бесплатные и стандартные шаблоны", "The free and the standard templates"),
                T("Қазақша және орысша", "На казахском и русском", "In Kazakh and Russian"),
                T("Қонақтар тізімі мен жауаптары", "Список гостей и ответы", "Guest list and answers"),
            ),
        ),
        Tier(
            "premium",
            T(
                "Ұлттық өрнегі бар, ерекше безендірілген үлгілер.",
                "Шаблоны с национальным орнаментом и особым оформлением.",
                "Templates with national ornament and a look of their own.",
            ),
            (
                T("Барлық үлгілер", "Все шаблоны", "All templates"),
                T("Қазақша және орысша", "На казахском и русском", "In Kazakh and Russian"),
                T("Қонақтар тізімі мен жауаптары", "Список гостей и ответы", "Guest list and answers"),
            ),
        ),
    ),
    questions=(
        Point(
            T("Қашан төлеймін?", "Когда платить?", "When do I pay?"),
            T(
                "Шақыруды жариялаған кезде. Оған дейін жазу, өзгерту және қарап шығу тегін.",
                "Когда публикуете приглашение. До этого писать, менять и смотреть можно бесплатно.",
                "When you publish the invitation. Until then writing, changing and looking are free.",
            ),
        ),
        Point(
            T("Жариялағаннан кейін өзгертуге бола ма?", "Можно ли менять после публикации?", "Can I change it after publishing?"),
            T(
                "Иә, қосымша төлемсіз. Сілтеме өзгермейді.",
                "Да, без доплаты. Ссылка остаётся той же.",
                "Yes, at no extra cost. The link stays the same.",
            ),
        ),
    ),
)

PAGES: tuple[SitePageSpec, ...] = (PRICES, HELP, CONTACT, TERMS, PRIVACY)
