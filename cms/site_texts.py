"""Help, contact and legal texts a new installation begins with; staff edit them in the CMS."""

from django.conf import settings

from .site_specs import Point, T, TextSpec

HELP = TextSpec(
    slug="help",
    is_main=True,
    title=T("Көмек", "Помощь", "Help"),
    lead=T("Жиі қойылатын сұрақтарға қысқа жауаптар.", "Короткие ответы на частые вопросы.", "Short answers to common questions."),
    sections=(
        Point(
            T("Шақыруды қалай жасаймын?", "Как сделать приглашение?", "How do I make an invitation?"),
            T(
                "Үлгіні таңдап, «Осы үлгіні таңдау» дегенді басыңыз. Есімдерді, күні мен уақытын және мекенжайын жазсаңыз, шақыру дайын болады. Қалған сөздерді кейін өзгерте аласыз.",
                "Выберите шаблон и нажмите «Выбрать этот шаблон». Впишите имена, дату, время и место — приглашение готово. Остальное можно изменить потом.",
                "Choose a template and press “Use this template”. Write the names, date, time and place, and the invitation is ready. The rest can be changed later.",
            ),
        ),
        Point(
            T("Қонақтар тізімін қалай жүктеймін?", "Как загрузить список гостей?", "How do I load the guest list?"),
            T(
                "Excel немесе CSV файлын жүктеңіз, не кестені көшіріп қойыңыз. Телефон нөмірін қалай жазсаңыз да танимыз. Сақтамас бұрын бәрін көрсетеміз.",
                "Загрузите файл Excel или CSV либо вставьте таблицу. Номер телефона узнаем в любой записи. Перед сохранением всё покажем.",
                "Upload an Excel or CSV file, or paste a table. We understand a phone number in any spelling, and show everything before it is saved.",
            ),
        ),
        Point(
            T("Жеке сілтеме деген не?", "Что такое личная ссылка?", "What is a personal link?"),
            T(
                "Ол қонақтың есімімен ашылады және жауабы тізімдегі дәл сол адамға жазылады. Сілтемені тек сол қонаққа жіберіңіз.",
                "Она обращается к гостю по имени, и ответ записывается именно ему. Отправляйте её только этому гостю.",
                "It greets the guest by name, and the answer is noted for exactly that guest. Send it to that guest only.",
            ),
        ),
        Point(
            T("Қонақ жауабын өзгерте ала ма?", "Может ли гость изменить ответ?", "Can a guest change the answer?"),
            T(
                "Иә, сіз белгілеген соңғы күнге дейін. Одан кейін бет қонаққа сізбен хабарласуды ұсынады.",
                "Да, до назначенного вами дня. После него мы подскажем гостю связаться с вами.",
                "Yes, until the last day you set. After that the page asks the guest to get in touch with you.",
            ),
        ),
        Point(
            T("Отбасымнан біреу көмектессе бола ма?", "Может ли помогать кто-то из семьи?", "Can somebody of the family help?"),
            T(
                "Иә. «Көмекшілер» бетінен туысыңызды шақырыңыз: ол өз құпиясөзімен кіреді, ал сіз оған не істеуге болатынын таңдайсыз.",
                "Да. Пригласите родственника на странице «Помощники»: он входит со своим паролем, а вы выбираете, что ему можно.",
                "Yes. Invite a relative on the “Helpers” page: they sign in with their own password, and you choose what they may do.",
            ),
        ),
        Point(
            T("Құпиясөзді ұмытып қалдым", "Я забыл пароль", "I forgot my password"),
            T(
                "Кіру бетінде «Құпиясөзді ұмыттым» дегенді басыңыз. Сілтеме поштаңызға келеді, ол бір сағат жарамды.",
                "На странице входа нажмите «Забыли пароль». Ссылка придёт на почту и действует один час.",
                "Press “I forgot my password” on the sign-in page. A link comes to your e-mail and works for one hour.",
            ),
        ),
    ),
)

CONTACT = TextSpec(
    slug="contact",
    title=T("Байланыс", "Контакты", "Contact"),
    lead=T("Сұрағыңыз болса, бізге жазыңыз.", "Есть вопрос? Напишите нам.", "A question? Write to us."),
    sections=(
        Point(
            T("Пошта", "Почта", "E-mail"),
            T(
                *(
                    f"{settings.SUPPORT_EMAIL}{mark}"
                    for mark in (" мекенжайына жазыңыз.", " — пишите на этот адрес.", " is where letters reach us.")
                )
            ),
        ),
        Point(
            T("Аккаунтыңызға кіре алмай жатсаңыз", "Если не получается войти", "If you cannot sign in"),
            T(
                "Тіркелгенде көрсеткен поштаңызды немесе телефоныңызды және шақырудың атауын жазыңыз. Құпиясөзді ешқашан жібермеңіз: біз оны сұрамаймыз.",
                "Укажите почту или телефон, с которыми регистрировались, и название приглашения. Никогда не присылайте пароль: мы его не спрашиваем.",
                "Tell us the e-mail or phone you signed up with and the name of the celebration. Never send a password: we do not ask for it.",
            ),
        ),
    ),
)

TERMS = TextSpec(
    slug="terms",
    title=T("Пайдалану шарттары", "Условия использования", "Terms of use"),
    lead=T("Қызметті пайдаланудың қысқа ережелері.", "Короткие правила пользования сервисом.", "The short rules of using the service."),
    sections=(
        Point(
            T("Қызмет", "Сервис", "The service"),
            T(
                "Сіз шақыру жасайсыз, біз оны сақтап, сілтеме арқылы қонақтарыңызға көрсетеміз және жауаптарын жинаймыз.",
                "Вы создаёте приглашение, мы храним его, показываем гостям по ссылке и собираем их ответы.",
                "You make an invitation; we keep it, show it to your guests by a link and collect their answers.",
            ),
        ),
        Point(
            T("Мазмұны", "Содержание", "Content"),
            T(
                "Мәтін мен суреттер сіздікі. Біреудің құқығын бұзатын немесе заңға қайшы нәрсе жарияламаңыз: ондай бетті жабуымыз мүмкін.",
                "Тексты и фотографии принадлежат вам. Не публикуйте того, что нарушает чужие права или закон: такую страницу мы можем закрыть.",
                "Texts and photographs are yours. Do not publish what breaks the law or the rights of others: we may close such a page.",
            ),
        ),
        Point(
            T("Төлем", "Оплата", "Payment"),
            T(
                "Бағасы жариялау алдында көрсетіледі. Бір төлем бір шақыру бетіне жасалады. Кейін баға өзгерсе де, төленген бетке әсер етпейді.",
                "Цена показывается перед публикацией. Один платёж — за одну страницу приглашения. Последующее изменение цен на неё не влияет.",
                "The price is shown before publishing. A payment is for one celebration. Later changes of price do not touch it.",
            ),
        ),
    ),
)

PRIVACY = TextSpec(
    slug="privacy",
    title=T("Құпиялық саясаты", "Политика конфиденциальности", "Privacy"),
    lead=T("Қандай деректерді не үшін сақтаймыз.", "Какие данные и зачем мы храним.", "What data we keep and why."),
    sections=(
        Point(
            T("Не сақталады", "Что хранится", "What is kept"),
            T(
                "Шақыру иесінің аты, поштасы немесе телефоны; ол енгізген қонақтар тізімі; қонақтардың жауаптары мен тілектері; шақыру сілтемесі қашан ашылғаны.",
                "Имя организатора, его почта или телефон; внесённый им список гостей; ответы и пожелания гостей; время открытия ссылки на приглашение.",
                "The organizer's name, e-mail or phone; the guest list they enter; guests' answers and wishes; when an invitation's link was opened.",
            ),
        ),
        Point(
            T("Кім көреді", "Кто видит", "Who sees it"),
            T(
                "Қонақтар тізімі мен жауаптарын шақыру иесі мен оның көмекшілері ғана көреді. Деректерді жарнама үшін пайдаланбаймыз және сатпаймыз.",
                "Список гостей и ответы видят только организатор и его помощники. Мы не используем данные для рекламы и не продаём их.",
                "Only the organizer and their helpers see the guest list and the answers. We do not use the data for advertising and do not sell it.",
            ),
        ),
        Point(
            T("Cookie", "Файлы cookie", "Cookies"),
            T(
                "Сайтқа кіргенде және тілді есте сақтау үшін ғана қолданылады. Бақылау жүйелері мен бөгде сайттардан жүктелетін ештеңе жоқ.",
                "Используются только для входа и запоминания языка. Нет ни систем слежения, ни загрузок с чужих сайтов.",
                "Used only for signing in and for remembering the language. There is no tracking, and nothing is loaded from other sites.",
            ),
        ),
        Point(
            T("Өшіру", "Удаление", "Deletion"),
            T(
                "Деректеріңізді өшіруді сұрап, бізге жазыңыз. Төлем туралы жазбалар заң талап ететін мерзімде сақталады.",
                "Напишите нам, чтобы удалить ваши данные. Записи о платежах хранятся столько, сколько требует закон.",
                "Write to us to have your data deleted. Records of payments are kept for as long as the law demands.",
            ),
        ),
    ),
)
