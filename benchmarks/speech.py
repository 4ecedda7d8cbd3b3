"""Names of invented bodies, and what they say, in many scripts: for the books with long records."""

from __future__ import annotations

from typing import Final

BODIES: Final = {
    "en": ("City Council", "Water Board"),
    "de": ("Stadtrat Mühlau", "Wasseramt Mühlau"),
    "fr": ("Conseil municipal de l’Île", "Régie des eaux de l’Île"),
    "es": ("Consejo Municipal de Peñalba", "Junta de Aguas de Peñalba"),
    "pl": ("Rada Miasta Żółkwy", "Zarząd Wód Żółkwy"),
    "tr": ("Işıklı Belediye Meclisi", "Işıklı Su İdaresi"),
    "vi": ("Hội đồng Thành phố", "Sở Cấp nước"),
    "ru": ("Городской совет", "Водное управление"),
    "uk": ("Міська рада", "Водне управління"),
    "el": ("Δημοτικό Συμβούλιο", "Υπηρεσία Υδάτων"),
    "ka": ("საკრებულო", "წყლის სამსახური"),
    "hy": ("Քաղաքային խորհուրդ", "Ջրի ծառայություն"),
    "ar": ("مجلس المدينة", "هيئة المياه"),
    "fa": ("شورای شهر", "سازمان آب"),
    "ur": ("سٹی کونسل", "واٹر بورڈ"),
    "he": ("מועצת העיר", "רשות המים"),
    "hi": ("नगर परिषद", "जल बोर्ड"),
    "bn": ("নগর পরিষদ", "জল বোর্ড"),
    "ta": ("நகர சபை", "நீர் வாரியம்"),
    "th": ("สภาเมือง", "การประปา"),
    "zh": ("市议会", "水务局"),
    "ja": ("市議会事務局", "水道局"),
    "ko": ("시의회", "수도국"),
    "am": ("የከተማ ምክር ቤት", "የውሃ ቦርድ"),
}
"""Two bodies for each language: the second speaks for the first."""

SENTENCES: Final = {
    "en": (
        "The gate was closed for {n} days.",
        "We asked for the report {n} times, and we have it in writing.",
        "Nobody has answered our {n} letters.",
        "The measurements of that week are public, on page {n}.",
    ),
    "de": (
        "Das Tor war {n} Tage lang geschlossen.",
        "Wir haben den Bericht {n}-mal angefordert, und das ist schriftlich belegt.",
        "Niemand hat auf unsere {n} Briefe geantwortet.",
        "Die Messwerte dieser Woche sind öffentlich, auf Seite {n}.",
    ),
    "fr": (
        "La vanne est restée fermée pendant {n} jours.",
        "Nous avons demandé le rapport {n} fois, et nous en avons la preuve écrite.",
        "Personne n’a répondu à nos {n} lettres.",
        "Les mesures de cette semaine-là sont publiques, à la page {n}.",
    ),
    "es": (
        "La compuerta estuvo cerrada {n} días.",
        "Pedimos el informe {n} veces, y consta por escrito.",
        "Nadie ha contestado a nuestras {n} cartas.",
        "Las mediciones de aquella semana son públicas, en la página {n}.",
    ),
    "tr": (
        "Kapak {n} gün kapalı kaldı.",
        "Raporu {n} kez istedik, bunun yazılı kaydı var.",
        "{n} mektubumuza hiç kimse cevap vermedi.",
        "O haftanın ölçümleri herkese açıktır, sayfa {n}.",
    ),
    "vi": (
        "Cửa cống đã đóng trong {n} ngày.",
        "Chúng tôi đã yêu cầu báo cáo {n} lần, có văn bản.",
        "Không ai trả lời {n} lá thư của chúng tôi.",
        "Số liệu đo của tuần đó được công bố ở trang {n}.",
    ),
    "ru": (
        "Затвор был закрыт {n} дней.",
        "Мы запрашивали отчёт {n} раз, и это есть на бумаге.",
        "Никто не ответил на наши {n} писем.",
        "Измерения той недели опубликованы, страница {n}.",
    ),
    "el": (
        "Η θύρα έμεινε κλειστή {n} ημέρες.",
        "Ζητήσαμε την έκθεση {n} φορές, και το έχουμε γραπτώς.",
        "Κανείς δεν απάντησε στις {n} επιστολές μας.",
        "Οι μετρήσεις εκείνης της εβδομάδας είναι δημόσιες, στη σελίδα {n}.",
    ),
    "ar": (
        "بقيت البوابة مغلقة {n} يومًا.",
        "طلبنا التقرير {n} مرة، وهذا ثابت كتابةً.",
        "لم يرد أحد على رسائلنا، وعددها {n}.",
        "قياسات ذلك الأسبوع منشورة في الصفحة {n}.",
    ),
    "fa": (
        "دریچه {n} روز بسته بود.",
        "ما {n} بار گزارش را خواستیم و این مکتوب است.",
        "هیچ‌کس به {n} نامهٔ ما پاسخ نداد.",
        "اندازه‌گیری‌های آن هفته در صفحهٔ {n} منتشر شده است.",
    ),
    "he": (
        "השער היה סגור {n} ימים.",
        "ביקשנו את הדוח {n} פעמים, והדבר כתוב.",
        "איש לא ענה על {n} המכתבים שלנו.",
        "המדידות של אותו שבוע פורסמו בעמוד {n}.",
    ),
    "hi": (
        "फाटक {n} दिन बंद रहा।",
        "हमने {n} बार रिपोर्ट माँगी, और यह लिखित में है।",
        "हमारे {n} पत्रों का किसी ने उत्तर नहीं दिया।",
        "उस सप्ताह के माप पृष्ठ {n} पर सार्वजनिक हैं।",
    ),
    "bn": (
        "ফটক {n} দিন বন্ধ ছিল।",
        "আমরা {n} বার প্রতিবেদন চেয়েছি, তা লিখিত আছে।",
        "আমাদের {n}টি চিঠির উত্তর কেউ দেয়নি।",
        "সেই সপ্তাহের পরিমাপ {n} পৃষ্ঠায় প্রকাশিত।",
    ),
    "th": (
        "ประตูน้ำปิดอยู่ {n} วัน",
        "เราขอรายงานไป {n} ครั้ง มีหลักฐานเป็นหนังสือ",
        "ไม่มีใครตอบจดหมาย {n} ฉบับของเรา",
        "ผลการวัดของสัปดาห์นั้นเผยแพร่ไว้ในหน้า {n}",
    ),
    "zh": (
        "闸门关闭了{n}天。",
        "我们{n}次要求提供报告，均有书面记录。",
        "我们的{n}封信无人答复。",
        "那一周的测量数据已公布，见第{n}页。",
    ),
    "ja": (
        "水門は{n}日間閉まっていた。",
        "報告書を{n}回求めたことは、文書に残っている。",
        "私たちの{n}通の手紙に、誰も答えていない。",
        "その週の測定値は{n}ページに公開されている。",
    ),
    "ko": (
        "수문은 {n}일 동안 닫혀 있었다.",
        "우리는 보고서를 {n}번 요청했고, 문서로 남아 있다.",
        "우리의 편지 {n}통에 아무도 답하지 않았다.",
        "그 주의 측정값은 {n}쪽에 공개되어 있다.",
    ),
}

OFFSETS: Final = ("Z", "+00:00", "+05:30", "+05:45", "+09:00", "+14:00", "-03:00", "-03:30", "-08:00", "-11:00")
