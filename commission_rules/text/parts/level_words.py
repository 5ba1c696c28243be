"""The words of levels in each language."""

from __future__ import annotations

TEMPLATES = {
    "en": {
        "differential": "On the trades of clients of the partners below you, you earn your own "
        "rate less the highest rate below you.",
        "differential_of_clients": "On clients of the partners below you, you earn your own rate "
        "less the highest rate below you.",
        "split": "The amount is divided along the chain of the client’s direct partner and those "
        "above it; it is rounded before it is divided.",
        "split_list": "In a chain of {length}, from the direct partner up: {values}.",
        "split_above": "In a longer chain the longest list counts, and those above it get nothing.",
        "passed_down": "From the top of the chain each partner passes {default} of what it gets to "
        "the partner below, unless the two have agreed on another share from {least} to {most}.",
        "split_rest": "Shares are cut to the smallest unit, and missing units go to the largest "
        "remainders; a share that nobody may take is not paid.",
        "fixed_per_lot": "Per closed lot the chain earns, from the direct partner up: {values}.",
        "fixed_share": "Of the base the chain earns, from the direct partner up: {values}.",
        "fixed_amount": "For each event the chain earns, from the direct partner up: {values}.",
        "fixed_per_unit": "Per unit the chain earns, from the direct partner up: {values}.",
        "qualifies": "A partner earns its place only in a period with {asked}, while it has terms "
        "in force and is not suspended.",
        "compression": "The place of a partner that does not qualify goes to the next one above "
        "that does.",
        "no_compression": "The place of a partner without terms, or that does not qualify, is not "
        "paid.",
        "depth": "Of a chain, the direct partner and those above it earn, {depth} at most.",
        "depth_of_places": "Of a chain, {depth} partners that qualify earn at most.",
        "always": "Partners above earn without a limit in time.",
        "duration": "Partners above earn for {months} from the day on which the direct partner "
        "joined.",
        "seen": "For each of these amounts the partners above you see your name, the symbol group, "
        "the lots and your rate.",
        "seen_of_clients": "For each of these amounts the partners above you see your name, the "
        "component, the quantity and your rate or amount.",
        "rebate_share": "The client gets back {value} of the direct partner’s amount; it is taken "
        "from the direct partner, and what is missing from those above.",
        "rebate_per_unit": "The client gets back {value} per unit; it is taken from the direct "
        "partner, and what is missing from those above.",
    },
    "de": {
        "differential": "Am Handel der Kunden Ihrer Unterpartner verdienen Sie Ihren eigenen Satz "
        "abzüglich des höchsten Satzes unter Ihnen.",
        "differential_of_clients": "An Kunden Ihrer Unterpartner verdienen Sie Ihren eigenen Satz "
        "abzüglich des höchsten Satzes unter Ihnen.",
        "split": "Der Betrag wird entlang der Kette aus dem direkten Partner des Kunden und denen "
        "darüber geteilt; vor der Teilung wird er gerundet.",
        "split_list": "In einer Kette von {length}, vom direkten Partner aufwärts: {values}.",
        "split_above": "In einer längeren Kette gilt die längste Liste; wer darüber steht, erhält "
        "nichts.",
        "passed_down": "Von der Spitze der Kette an gibt jeder Partner {default} dessen, was er "
        "erhält, nach unten weiter, sofern die beiden keinen anderen Anteil von {least} bis {most} "
        "vereinbart haben.",
        "split_rest": "Anteile werden auf die kleinste Einheit gekürzt, fehlende Einheiten gehen "
        "an die größten Reste; ein Anteil, den niemand nehmen darf, wird nicht ausgezahlt.",
        "fixed_per_lot": "Je geschlossenem Lot verdient die Kette, vom direkten Partner aufwärts: "
        "{values}.",
        "fixed_share": "Von der Basis verdient die Kette, vom direkten Partner aufwärts: {values}.",
        "fixed_amount": "Je Ereignis verdient die Kette, vom direkten Partner aufwärts: {values}.",
        "fixed_per_unit": "Je Einheit verdient die Kette, vom direkten Partner aufwärts: {values}.",
        "qualifies": "Ein Partner verdient an seinem Platz nur in einem Zeitraum mit: {asked}, "
        "solange seine Konditionen gelten und er nicht gesperrt ist.",
        "compression": "Der Platz eines Partners, der sich nicht qualifiziert, geht an den "
        "nächsten darüber, der es tut.",
        "no_compression": "Der Platz eines Partners ohne Konditionen oder ohne Qualifikation wird "
        "nicht ausgezahlt.",
        "depth": "Je Kette verdienen der direkte Partner und die über ihm, höchstens {depth}.",
        "depth_of_places": "Je Kette verdienen höchstens {depth} Partner, die sich qualifizieren.",
        "always": "Partner darüber verdienen zeitlich unbegrenzt.",
        "duration": "Partner darüber verdienen für die Dauer von {months} ab dem Beitritt des "
        "direkten Partners.",
        "seen": "Zu jedem dieser Beträge sehen die Partner über Ihnen Ihren Namen, die "
        "Symbolgruppe, die Lots und Ihren Satz.",
        "seen_of_clients": "Zu jedem dieser Beträge sehen die Partner über Ihnen Ihren Namen, den "
        "Bestandteil, die Menge und Ihren Satz oder Betrag.",
        "rebate_share": "Der Kunde erhält {value} vom Betrag des direkten Partners zurück; es wird "
        "beim direkten Partner abgezogen, was fehlt, bei denen darüber.",
        "rebate_per_unit": "Der Kunde erhält {value} je Einheit zurück; es wird beim direkten "
        "Partner abgezogen, was fehlt, bei denen darüber.",
    },
    "ar": {
        "differential": "من صفقات عملاء الشركاء الذين تحتك تكسب معدلك ناقص أعلى معدل تحتك.",
        "differential_of_clients": "من عملاء الشركاء الذين تحتك تكسب معدلك ناقص أعلى معدل تحتك.",
        "split": "يُقسم المبلغ على سلسلة شريك العميل المباشر ومن فوقه، ويُقرَّب قبل قسمته.",
        "split_list": "في سلسلة من {length}، من الشريك المباشر صعودًا: {values}.",
        "split_above": "في سلسلة أطول تسري أطول قائمة، ومن فوقها لا يحصل على شيء.",
        "passed_down": "من أعلى السلسلة يمرر كل شريك {default} مما يحصل عليه إلى من تحته، ما لم "
        "يتفقا على حصة أخرى من {least} إلى {most}.",
        "split_rest": "تُقطع الحصص إلى أصغر وحدة، والوحدات الناقصة تذهب إلى أكبر البواقي؛ والحصة "
        "التي لا يحق لأحد أخذها لا تُدفع.",
        "fixed_per_lot": "عن كل لوت مغلق تكسب السلسلة من الشريك المباشر صعودًا: {values}.",
        "fixed_share": "من الأساس تكسب السلسلة من الشريك المباشر صعودًا: {values}.",
        "fixed_amount": "عن كل حدث تكسب السلسلة من الشريك المباشر صعودًا: {values}.",
        "fixed_per_unit": "عن كل وحدة تكسب السلسلة من الشريك المباشر صعودًا: {values}.",
        "qualifies": "يكسب الشريك مكانه فقط في فترة فيها {asked}، ما دامت شروطه نافذة ولم يُوقف.",
        "compression": "مكان الشريك غير المؤهل يذهب إلى التالي المؤهل فوقه.",
        "no_compression": "مكان الشريك الذي لا شروط له أو غير المؤهل لا يُدفع.",
        "depth": "يكسب من السلسلة الشريك المباشر ومن فوقه، وعددهم {depth} على الأكثر.",
        "depth_of_places": "يكسب من السلسلة {depth} شركاء مؤهلين على الأكثر.",
        "always": "يكسب الشركاء الأعلى دون حد زمني.",
        "duration": "يكسب الشركاء الأعلى مدة {months} من يوم انضمام الشريك المباشر.",
        "seen": "عن كل مبلغ من هذه المبالغ يرى الشركاء فوقك اسمك ومجموعة الرموز واللوتات ومعدلك.",
        "seen_of_clients": "عن كل مبلغ من هذه المبالغ يرى الشركاء فوقك اسمك والمكوّن والكمية "
        "ومعدلك أو مبلغك.",
        "rebate_share": "يسترد العميل {value} من مبلغ الشريك المباشر؛ يُخصم منه، وما ينقص ممن فوقه.",
        "rebate_per_unit": "يسترد العميل {value} عن كل وحدة؛ يُخصم من الشريك المباشر، وما ينقص ممن "
        "فوقه.",
    },
}
