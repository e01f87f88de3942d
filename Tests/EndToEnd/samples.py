# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
"""Random names, subjects and bodies in many scripts, the same for the same seed."""

import html
import random

SCRIPTS = {
    "latin": "abcdefghijklmnopqrstuvwxyzäöüßñçéèøåłşğ", "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщыэюя", "armenian": "աբգդեզէըթժիլխծկհձղճմ",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღ", "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "devanagari": "अआइईउऊएऐओऔकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
    "tamil": "அஆஇஈஉஊஎஏஐஒஓகஙசஞடணதநபமயரலவழளறன", "thai": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "japanese": "あいうえおかきくけこアイウエオカキクケコ日本語文字", "hangul": "가나다라마바사아자차카타파하한국어",
}
EMOJI = ["😀", "👩‍💻", "🏳️‍🌈", "🇫🇷", "👍🏽", "❤️", "𝄞"]
# What is special in header fields, in HTML or in encoded-words.
PUNCTUATION = [",", ";", '"', "\\", "(", ")", "<b>", "&amp;", "=?utf-8?q?x?=", "@", "'", "?=", "%41", "\u00a0", "."]


class Samples:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def word(self, script, low=1, high=12):
        return "".join(self.random.choices(SCRIPTS[script], k=self.random.randint(low, high)))

    def text(self, words, emoji=0.1, punctuation=0.1, long=0.02):
        """Words of a few scripts, with single spaces between them."""
        scripts = self.random.sample(sorted(SCRIPTS), 2)
        result = []
        for _ in range(words):
            chance = self.random.random()
            if chance < emoji:
                result.append(self.random.choice(EMOJI))
            elif chance < emoji + punctuation:
                result.append(self.word(scripts[0]) + self.random.choice(PUNCTUATION))
            elif chance < emoji + punctuation + long:
                result.append(self.word(scripts[1], 100, 1200))
            else:
                result.append(self.word(self.random.choice(scripts)))
        return " ".join(result)

    def name(self):
        """A display name: now plain, now with what must be quoted or encoded."""
        return self.text(self.random.randint(1, 4), emoji=0.05, long=0.02).replace("\u00a0", " ").strip()

    def address(self, unicode_domain=0.1):
        local = "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=self.random.randint(1, 20)))
        domain = "bücher.example" if self.random.random() < unicode_domain else "example.com"
        return f"{local}@{domain}"

    def paragraphs(self):
        return [self.text(self.random.randint(1, 60)) for _ in range(self.random.randint(1, 6))]

    def attachments(self):
        """Name, media type and content of each.

        Names stay below ten sections of RFC 2231: Ruby's Mail puts the tenth behind the first.
        """
        types = ["application/octet-stream", "application/pdf", "image/png"]
        return [(f"{self.word(self.random.choice(sorted(SCRIPTS)), 1, 45)} {number}.bin", self.random.choice(types),
                 self.random.randbytes(self.random.randint(0, 4000)))
                for number in range(self.random.randint(1, 3))]


def as_html(paragraphs):
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)
    return f'<!doctype html>\n<html lang="en"><head><title>-</title></head><body>\n{body}</body></html>\n'
