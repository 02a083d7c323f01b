"""Venues, halls and seats."""

import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import matinee.core.currencies
import matinee.core.time_zones

LINE = (
    r"^[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe"
    r"\uffff]*[^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    r"\ufffe\uffff\u0020\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u200f\u202f\u205f-\u2065\u206a-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\U000e0000-\U000e0fff][^\u0001-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    r"\ufff9-\ufffb\ufffe\uffff]*$"
)
"""A line of text: no control characters, and at least one character that is visible."""

TIME_ZONES = """
Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Asmera Africa/Bamako
Africa/Bangui Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo
Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti
Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba
Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome
Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane
Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott
Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Timbuktu Africa/Tripoli Africa/Tunis
Africa/Windhoek America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina
America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia
America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza
America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis
America/Argentina/Tucuman America/Argentina/Ushuaia America/Aruba America/Asuncion America/Atikokan
America/Atka America/Bahia America/Bahia_Banderas America/Barbados America/Belem America/Belize
America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise America/Buenos_Aires
America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Catamarca America/Cayenne
America/Cayman America/Chicago America/Chihuahua America/Ciudad_Juarez America/Coral_Harbour America/Cordoba
America/Costa_Rica America/Creston America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson
America/Dawson_Creek America/Denver America/Detroit America/Dominica America/Edmonton America/Eirunepe
America/El_Salvador America/Ensenada America/Fort_Nelson America/Fort_Wayne America/Fortaleza
America/Glace_Bay America/Godthab America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe
America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo
America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg
America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac
America/Indianapolis America/Inuvik America/Iqaluit America/Jamaica America/Jujuy America/Juneau
America/Kentucky/Louisville America/Kentucky/Monticello America/Knox_IN America/Kralendijk America/La_Paz
America/Lima America/Los_Angeles America/Louisville America/Lower_Princes America/Maceio America/Managua
America/Manaus America/Marigot America/Martinique America/Matamoros America/Mazatlan America/Mendoza
America/Menominee America/Merida America/Metlakatla America/Mexico_City America/Miquelon America/Moncton
America/Monterrey America/Montevideo America/Montreal America/Montserrat America/Nassau America/New_York
America/Nipigon America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center
America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Pangnirtung
America/Paramaribo America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Acre
America/Porto_Velho America/Puerto_Rico America/Punta_Arenas America/Rainy_River America/Rankin_Inlet
America/Recife America/Regina America/Resolute America/Rio_Branco America/Rosario America/Santa_Isabel
America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund
America/Shiprock America/Sitka America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia
America/St_Thomas America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule
America/Thunder_Bay America/Tijuana America/Toronto America/Tortola America/Vancouver America/Virgin
America/Whitehorse America/Winnipeg America/Yakutat America/Yellowknife Antarctica/Casey Antarctica/Davis
Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo Antarctica/Palmer
Antarctica/Rothera Antarctica/South_Pole Antarctica/Syowa Antarctica/Troll Antarctica/Vostok
Arctic/Longyearbyen Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat
Asia/Ashkhabad Asia/Atyrau Asia/Baghdad Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut
Asia/Bishkek Asia/Brunei Asia/Calcutta Asia/Chita Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Colombo
Asia/Dacca Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza Asia/Harbin
Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Istanbul Asia/Jakarta Asia/Jayapura
Asia/Jerusalem Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kashgar Asia/Kathmandu Asia/Katmandu
Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macao Asia/Macau
Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk
Asia/Oral Asia/Phnom_Penh Asia/Pontianak Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Rangoon
Asia/Riyadh Asia/Saigon Asia/Sakhalin Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Singapore
Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tel_Aviv Asia/Thimbu Asia/Thimphu
Asia/Tokyo Asia/Tomsk Asia/Ujung_Pandang Asia/Ulaanbaatar Asia/Ulan_Bator Asia/Urumqi Asia/Ust-Nera
Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores
Atlantic/Bermuda Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faeroe Atlantic/Faroe Atlantic/Jan_Mayen
Atlantic/Madeira Atlantic/Reykjavik Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/ACT
Australia/Adelaide Australia/Brisbane Australia/Broken_Hill Australia/Canberra Australia/Currie
Australia/Darwin Australia/Eucla Australia/Hobart Australia/LHI Australia/Lindeman Australia/Lord_Howe
Australia/Melbourne Australia/NSW Australia/North Australia/Perth Australia/Queensland Australia/South
Australia/Sydney Australia/Tasmania Australia/Victoria Australia/West Australia/Yancowinna Brazil/Acre
Brazil/DeNoronha Brazil/East Brazil/West CET CST6CDT Canada/Atlantic Canada/Central Canada/Eastern
Canada/Mountain Canada/Newfoundland Canada/Pacific Canada/Saskatchewan Canada/Yukon Chile/Continental
Chile/EasterIsland Cuba EET EST EST5EDT Egypt Eire Etc/GMT Etc/GMT+0 Etc/GMT+1 Etc/GMT+10 Etc/GMT+11
Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7 Etc/GMT+8 Etc/GMT+9 Etc/GMT-0
Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3 Etc/GMT-4 Etc/GMT-5
Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu
Europe/Amsterdam Europe/Andorra Europe/Astrakhan Europe/Athens Europe/Belfast Europe/Belgrade Europe/Berlin
Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Busingen Europe/Chisinau
Europe/Copenhagen Europe/Dublin Europe/Gibraltar Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man
Europe/Istanbul Europe/Jersey Europe/Kaliningrad Europe/Kiev Europe/Kirov Europe/Kyiv Europe/Lisbon
Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Mariehamn Europe/Minsk
Europe/Monaco Europe/Moscow Europe/Nicosia Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague
Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo Europe/Saratov Europe/Simferopol
Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Tiraspol Europe/Ulyanovsk
Europe/Uzhgorod Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw
Europe/Zagreb Europe/Zaporozhye Europe/Zurich GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland
Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos Indian/Comoro Indian/Kerguelen Indian/Mahe
Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion Iran Israel Jamaica Japan Kwajalein Libya MET
MST MST7MDT Mexico/BajaNorte Mexico/BajaSur Mexico/General NZ NZ-CHAT Navajo PRC PST8PDT Pacific/Apia
Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk Pacific/Easter Pacific/Efate
Pacific/Enderbury Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier
Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Johnston Pacific/Kanton Pacific/Kiritimati
Pacific/Kosrae Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue
Pacific/Norfolk Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei
Pacific/Ponape Pacific/Port_Moresby Pacific/Rarotonga Pacific/Saipan Pacific/Samoa Pacific/Tahiti
Pacific/Tarawa Pacific/Tongatapu Pacific/Truk Pacific/Wake Pacific/Wallis Pacific/Yap Poland Portugal ROC
ROK Singapore Turkey UCT US/Alaska US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii
US/Indiana-Starke US/Michigan US/Mountain US/Pacific US/Samoa UTC Universal W-SU WET Zulu
""".split()

CURRENCIES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD
MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG
QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD
TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
""".split()


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("address", models.TextField()),
                ("city", models.TextField()),
                (
                    "timezone",
                    models.TextField(
                        db_default="UTC",
                        help_text="IANA, such as Europe/Berlin.",
                        validators=[matinee.core.time_zones.validate_timezone],
                    ),
                ),
                (
                    "currency",
                    models.TextField(
                        db_default="EUR",
                        help_text="ISO 4217, such as EUR.",
                        validators=[matinee.core.currencies.validate_currency],
                    ),
                ),
                (
                    "day_starts_at",
                    models.TimeField(
                        db_default=datetime.time(5, 0),
                        help_text="When the business day begins: a 00:15 show belongs to the evening before.",
                    ),
                ),
            ],
            options={
                "db_table": "venue",
                "constraints": [
                    models.UniqueConstraint(fields=("name", "city"), name="one_venue_per_name_and_city"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="venue_currency_is_iso_4217",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__in", CURRENCIES)), name="venue_currency_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("timezone__in", TIME_ZONES)), name="venue_timezone_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day_starts_at__lte", datetime.time(23, 59, 59, 999999))),
                        name="venue_day_starts_in_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("name"), 300
                            ),
                        ),
                        name="venue_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("address"), 300
                            ),
                        ),
                        name="venue_address_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("city__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("city"), 300
                            ),
                        ),
                        name="venue_city_is_one_line",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hall",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="halls", to="venues.venue"
                    ),
                ),
                ("name", models.TextField()),
                ("capacity", models.PositiveIntegerField(help_text="Seats of the current plan.")),
                ("rows", models.PositiveSmallIntegerField()),
                ("seats_per_row", models.PositiveSmallIntegerField(help_text="Seats of the longest row.")),
                (
                    "cleaning_minutes",
                    models.PositiveSmallIntegerField(
                        db_default=15, validators=[django.core.validators.MaxValueValidator(1440)]
                    ),
                ),
                ("plan_version", models.PositiveIntegerField(db_default=1)),
            ],
            options={
                "db_table": "hall",
                "constraints": [
                    models.UniqueConstraint(fields=("venue", "name"), name="one_hall_per_name_in_venue"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("name"), 300
                            ),
                        ),
                        name="hall_name_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cleaning_minutes__gte", 0), ("cleaning_minutes__lte", 1440)),
                        name="hall_cleaning_minutes_is_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="venues.hall"
                    ),
                ),
                ("plan_version", models.PositiveIntegerField(db_default=1)),
                (
                    "plan_seat_id",
                    models.TextField(
                        blank=True,
                        db_default="",
                        help_text="The seat's stable id in the plan document, the same in each version; empty without one.",
                    ),
                ),
                (
                    "section",
                    models.TextField(blank=True, db_default="", help_text="Such as Stalls or Balcony."),
                ),
                ("row_letter", models.TextField()),
                ("seat_number", models.PositiveSmallIntegerField()),
                (
                    "label",
                    models.TextField(
                        blank=True,
                        db_default="",
                        help_text="Where a number is not enough, such as 12a; empty for the number.",
                    ),
                ),
                (
                    "type",
                    models.TextField(
                        choices=[
                            ("standard", "Standard"),
                            ("premium", "Premium"),
                            ("wheelchair", "Wheelchair"),
                            ("companion", "Companion"),
                            ("sofa", "Sofa"),
                        ],
                        db_default="standard",
                    ),
                ),
                (
                    "x",
                    models.FloatField(
                        db_default=0.0, help_text="Centre of the seat, in seat widths from the left wall."
                    ),
                ),
                (
                    "y",
                    models.FloatField(
                        db_default=0.0, help_text="Centre of the seat, in row pitches from the screen."
                    ),
                ),
                ("in_service", models.BooleanField(db_default=True)),
            ],
            options={
                "db_table": "seat",
                "indexes": [
                    models.Index(
                        condition=models.Q(("in_service", True)),
                        fields=["hall", "plan_version"],
                        name="seats_in_service",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hall", "plan_version", "section", "row_letter", "seat_number", "label"),
                        name="one_seat_per_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan_seat_id", ""), _negated=True),
                        fields=("hall", "plan_version", "plan_seat_id"),
                        name="one_seat_per_plan_seat_id",
                    ),
                    models.UniqueConstraint(fields=("id", "hall", "plan_version"), name="seat_in_plan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type__in", ["standard", "premium", "wheelchair", "companion", "sofa"])
                        ),
                        name="seat_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plan_seat_id", ""),
                            models.Q(
                                ("plan_seat_id__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("plan_seat_id"), 200
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seat_plan_seat_id_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("section", ""),
                            models.Q(
                                ("section__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("section"), 100
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seat_section_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("row_letter__regex", LINE),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("row_letter"), 20
                            ),
                        ),
                        name="seat_row_letter_is_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("label", ""),
                            models.Q(
                                ("label__regex", LINE),
                                django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("label"), 20
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="seat_label_is_one_line",
                    ),
                ],
            },
        ),
    ]
