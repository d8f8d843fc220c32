/*
 * HTML's character references: by number, and the names of HTML 4 (and apos),
 * which are those that people remember. A name must end in a semicolon.
 */
#include "text/char_refs.h"

#include "base/utf8.h"

typedef struct {
    Str name;
    uint16_t code;
} NamedChar;

/* Sorted by bytes: found by bisection. */
static const NamedChar names[] = {
    {STR_INIT("AElig"), 0x00C6},    {STR_INIT("Aacute"), 0x00C1},
    {STR_INIT("Acirc"), 0x00C2},    {STR_INIT("Agrave"), 0x00C0},
    {STR_INIT("Alpha"), 0x0391},    {STR_INIT("Aring"), 0x00C5},
    {STR_INIT("Atilde"), 0x00C3},   {STR_INIT("Auml"), 0x00C4},
    {STR_INIT("Beta"), 0x0392},     {STR_INIT("Ccedil"), 0x00C7},
    {STR_INIT("Chi"), 0x03A7},      {STR_INIT("Dagger"), 0x2021},
    {STR_INIT("Delta"), 0x0394},    {STR_INIT("ETH"), 0x00D0},
    {STR_INIT("Eacute"), 0x00C9},   {STR_INIT("Ecirc"), 0x00CA},
    {STR_INIT("Egrave"), 0x00C8},   {STR_INIT("Epsilon"), 0x0395},
    {STR_INIT("Eta"), 0x0397},      {STR_INIT("Euml"), 0x00CB},
    {STR_INIT("Gamma"), 0x0393},    {STR_INIT("Iacute"), 0x00CD},
    {STR_INIT("Icirc"), 0x00CE},    {STR_INIT("Igrave"), 0x00CC},
    {STR_INIT("Iota"), 0x0399},     {STR_INIT("Iuml"), 0x00CF},
    {STR_INIT("Kappa"), 0x039A},    {STR_INIT("Lambda"), 0x039B},
    {STR_INIT("Mu"), 0x039C},       {STR_INIT("Ntilde"), 0x00D1},
    {STR_INIT("Nu"), 0x039D},       {STR_INIT("OElig"), 0x0152},
    {STR_INIT("Oacute"), 0x00D3},   {STR_INIT("Ocirc"), 0x00D4},
    {STR_INIT("Ograve"), 0x00D2},   {STR_INIT("Omega"), 0x03A9},
    {STR_INIT("Omicron"), 0x039F},  {STR_INIT("Oslash"), 0x00D8},
    {STR_INIT("Otilde"), 0x00D5},   {STR_INIT("Ouml"), 0x00D6},
    {STR_INIT("Phi"), 0x03A6},      {STR_INIT("Pi"), 0x03A0},
    {STR_INIT("Prime"), 0x2033},    {STR_INIT("Psi"), 0x03A8},
    {STR_INIT("Rho"), 0x03A1},      {STR_INIT("Scaron"), 0x0160},
    {STR_INIT("Sigma"), 0x03A3},    {STR_INIT("THORN"), 0x00DE},
    {STR_INIT("Tau"), 0x03A4},      {STR_INIT("Theta"), 0x0398},
    {STR_INIT("Uacute"), 0x00DA},   {STR_INIT("Ucirc"), 0x00DB},
    {STR_INIT("Ugrave"), 0x00D9},   {STR_INIT("Upsilon"), 0x03A5},
    {STR_INIT("Uuml"), 0x00DC},     {STR_INIT("Xi"), 0x039E},
    {STR_INIT("Yacute"), 0x00DD},   {STR_INIT("Yuml"), 0x0178},
    {STR_INIT("Zeta"), 0x0396},     {STR_INIT("aacute"), 0x00E1},
    {STR_INIT("acirc"), 0x00E2},    {STR_INIT("acute"), 0x00B4},
    {STR_INIT("aelig"), 0x00E6},    {STR_INIT("agrave"), 0x00E0},
    {STR_INIT("alefsym"), 0x2135},  {STR_INIT("alpha"), 0x03B1},
    {STR_INIT("amp"), 0x0026},      {STR_INIT("and"), 0x2227},
    {STR_INIT("ang"), 0x2220},      {STR_INIT("apos"), 0x0027},
    {STR_INIT("aring"), 0x00E5},    {STR_INIT("asymp"), 0x2248},
    {STR_INIT("atilde"), 0x00E3},   {STR_INIT("auml"), 0x00E4},
    {STR_INIT("bdquo"), 0x201E},    {STR_INIT("beta"), 0x03B2},
    {STR_INIT("brvbar"), 0x00A6},   {STR_INIT("bull"), 0x2022},
    {STR_INIT("cap"), 0x2229},      {STR_INIT("ccedil"), 0x00E7},
    {STR_INIT("cedil"), 0x00B8},    {STR_INIT("cent"), 0x00A2},
    {STR_INIT("chi"), 0x03C7},      {STR_INIT("circ"), 0x02C6},
    {STR_INIT("clubs"), 0x2663},    {STR_INIT("cong"), 0x2245},
    {STR_INIT("copy"), 0x00A9},     {STR_INIT("crarr"), 0x21B5},
    {STR_INIT("cup"), 0x222A},      {STR_INIT("curren"), 0x00A4},
    {STR_INIT("dArr"), 0x21D3},     {STR_INIT("dagger"), 0x2020},
    {STR_INIT("darr"), 0x2193},     {STR_INIT("deg"), 0x00B0},
    {STR_INIT("delta"), 0x03B4},    {STR_INIT("diams"), 0x2666},
    {STR_INIT("divide"), 0x00F7},   {STR_INIT("eacute"), 0x00E9},
    {STR_INIT("ecirc"), 0x00EA},    {STR_INIT("egrave"), 0x00E8},
    {STR_INIT("empty"), 0x2205},    {STR_INIT("emsp"), 0x2003},
    {STR_INIT("ensp"), 0x2002},     {STR_INIT("epsilon"), 0x03B5},
    {STR_INIT("equiv"), 0x2261},    {STR_INIT("eta"), 0x03B7},
    {STR_INIT("eth"), 0x00F0},      {STR_INIT("euml"), 0x00EB},
    {STR_INIT("euro"), 0x20AC},     {STR_INIT("exist"), 0x2203},
    {STR_INIT("fnof"), 0x0192},     {STR_INIT("forall"), 0x2200},
    {STR_INIT("frac12"), 0x00BD},   {STR_INIT("frac14"), 0x00BC},
    {STR_INIT("frac34"), 0x00BE},   {STR_INIT("frasl"), 0x2044},
    {STR_INIT("gamma"), 0x03B3},    {STR_INIT("ge"), 0x2265},
    {STR_INIT("gt"), 0x003E},       {STR_INIT("hArr"), 0x21D4},
    {STR_INIT("harr"), 0x2194},     {STR_INIT("hearts"), 0x2665},
    {STR_INIT("hellip"), 0x2026},   {STR_INIT("iacute"), 0x00ED},
    {STR_INIT("icirc"), 0x00EE},    {STR_INIT("iexcl"), 0x00A1},
    {STR_INIT("igrave"), 0x00EC},   {STR_INIT("image"), 0x2111},
    {STR_INIT("infin"), 0x221E},    {STR_INIT("int"), 0x222B},
    {STR_INIT("iota"), 0x03B9},     {STR_INIT("iquest"), 0x00BF},
    {STR_INIT("isin"), 0x2208},     {STR_INIT("iuml"), 0x00EF},
    {STR_INIT("kappa"), 0x03BA},    {STR_INIT("lArr"), 0x21D0},
    {STR_INIT("lambda"), 0x03BB},   {STR_INIT("lang"), 0x27E8},
    {STR_INIT("laquo"), 0x00AB},    {STR_INIT("larr"), 0x2190},
    {STR_INIT("lceil"), 0x2308},    {STR_INIT("ldquo"), 0x201C},
    {STR_INIT("le"), 0x2264},       {STR_INIT("lfloor"), 0x230A},
    {STR_INIT("lowast"), 0x2217},   {STR_INIT("loz"), 0x25CA},
    {STR_INIT("lsaquo"), 0x2039},   {STR_INIT("lsquo"), 0x2018},
    {STR_INIT("lt"), 0x003C},       {STR_INIT("macr"), 0x00AF},
    {STR_INIT("mdash"), 0x2014},    {STR_INIT("micro"), 0x00B5},
    {STR_INIT("middot"), 0x00B7},   {STR_INIT("minus"), 0x2212},
    {STR_INIT("mu"), 0x03BC},       {STR_INIT("nabla"), 0x2207},
    {STR_INIT("nbsp"), 0x00A0},     {STR_INIT("ndash"), 0x2013},
    {STR_INIT("ne"), 0x2260},       {STR_INIT("ni"), 0x220B},
    {STR_INIT("not"), 0x00AC},      {STR_INIT("notin"), 0x2209},
    {STR_INIT("nsub"), 0x2284},     {STR_INIT("ntilde"), 0x00F1},
    {STR_INIT("nu"), 0x03BD},       {STR_INIT("oacute"), 0x00F3},
    {STR_INIT("ocirc"), 0x00F4},    {STR_INIT("oelig"), 0x0153},
    {STR_INIT("ograve"), 0x00F2},   {STR_INIT("oline"), 0x203E},
    {STR_INIT("omega"), 0x03C9},    {STR_INIT("omicron"), 0x03BF},
    {STR_INIT("oplus"), 0x2295},    {STR_INIT("or"), 0x2228},
    {STR_INIT("ordf"), 0x00AA},     {STR_INIT("ordm"), 0x00BA},
    {STR_INIT("oslash"), 0x00F8},   {STR_INIT("otilde"), 0x00F5},
    {STR_INIT("otimes"), 0x2297},   {STR_INIT("ouml"), 0x00F6},
    {STR_INIT("para"), 0x00B6},     {STR_INIT("part"), 0x2202},
    {STR_INIT("permil"), 0x2030},   {STR_INIT("perp"), 0x22A5},
    {STR_INIT("phi"), 0x03C6},      {STR_INIT("pi"), 0x03C0},
    {STR_INIT("piv"), 0x03D6},      {STR_INIT("plusmn"), 0x00B1},
    {STR_INIT("pound"), 0x00A3},    {STR_INIT("prime"), 0x2032},
    {STR_INIT("prod"), 0x220F},     {STR_INIT("prop"), 0x221D},
    {STR_INIT("psi"), 0x03C8},      {STR_INIT("quot"), 0x0022},
    {STR_INIT("rArr"), 0x21D2},     {STR_INIT("radic"), 0x221A},
    {STR_INIT("rang"), 0x27E9},     {STR_INIT("raquo"), 0x00BB},
    {STR_INIT("rarr"), 0x2192},     {STR_INIT("rceil"), 0x2309},
    {STR_INIT("rdquo"), 0x201D},    {STR_INIT("real"), 0x211C},
    {STR_INIT("reg"), 0x00AE},      {STR_INIT("rfloor"), 0x230B},
    {STR_INIT("rho"), 0x03C1},      {STR_INIT("rsaquo"), 0x203A},
    {STR_INIT("rsquo"), 0x2019},    {STR_INIT("sbquo"), 0x201A},
    {STR_INIT("scaron"), 0x0161},   {STR_INIT("sdot"), 0x22C5},
    {STR_INIT("sect"), 0x00A7},     {STR_INIT("shy"), 0x00AD},
    {STR_INIT("sigma"), 0x03C3},    {STR_INIT("sigmaf"), 0x03C2},
    {STR_INIT("sim"), 0x223C},      {STR_INIT("spades"), 0x2660},
    {STR_INIT("sub"), 0x2282},      {STR_INIT("sube"), 0x2286},
    {STR_INIT("sum"), 0x2211},      {STR_INIT("sup"), 0x2283},
    {STR_INIT("sup1"), 0x00B9},     {STR_INIT("sup2"), 0x00B2},
    {STR_INIT("sup3"), 0x00B3},     {STR_INIT("supe"), 0x2287},
    {STR_INIT("szlig"), 0x00DF},    {STR_INIT("tau"), 0x03C4},
    {STR_INIT("there4"), 0x2234},   {STR_INIT("theta"), 0x03B8},
    {STR_INIT("thetasym"), 0x03D1}, {STR_INIT("thinsp"), 0x2009},
    {STR_INIT("thorn"), 0x00FE},    {STR_INIT("tilde"), 0x02DC},
    {STR_INIT("times"), 0x00D7},    {STR_INIT("trade"), 0x2122},
    {STR_INIT("uArr"), 0x21D1},     {STR_INIT("uacute"), 0x00FA},
    {STR_INIT("uarr"), 0x2191},     {STR_INIT("ucirc"), 0x00FB},
    {STR_INIT("ugrave"), 0x00F9},   {STR_INIT("uml"), 0x00A8},
    {STR_INIT("upsih"), 0x03D2},    {STR_INIT("upsilon"), 0x03C5},
    {STR_INIT("uuml"), 0x00FC},     {STR_INIT("weierp"), 0x2118},
    {STR_INIT("xi"), 0x03BE},       {STR_INIT("yacute"), 0x00FD},
    {STR_INIT("yen"), 0x00A5},      {STR_INIT("yuml"), 0x00FF},
    {STR_INIT("zeta"), 0x03B6},     {STR_INIT("zwj"), 0x200D},
    {STR_INIT("zwnj"), 0x200C},
};

enum { MAX_NAME = 8, MAX_DIGITS = 8 };

static uint32_t find_name(Str name)
{
    int lo = 0, hi = COUNT(names);
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        int order = em_str_cmp(name, names[mid].name);
        if (order == 0)
            return names[mid].code;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return 0;
}

/* The value of a digit of base 16; 16 for no digit. */
static uint32_t digit(char c)
{
    if (em_is_digit(c))
        return (uint32_t)(c - '0');
    int lower = em_lower(c);
    return lower >= 'a' && lower <= 'f' ? (uint32_t)(lower - 'a' + 10) : 16;
}

/* &#123; or &#x7B;; s begins with "&#". */
static uint32_t number(Str s, int *n)
{
    bool hex = s.n > 2 && em_lower(s.p[2]) == 'x';
    uint32_t base = hex ? 16 : 10, c = 0;
    int from = hex ? 3 : 2, i = from;

    for (; i < s.n && i < from + MAX_DIGITS && digit(s.p[i]) < base; i++)
        c = c > 0x10FFFF ? c : c * base + digit(s.p[i]);
    if (i == from || i >= s.n || s.p[i] != ';')
        return 0;
    *n = i + 1;
    bool is_char = c > 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    return is_char ? c : REPLACEMENT;
}

uint32_t em_char_ref(Str s, int *n)
{
    *n = 0;
    if (s.n < 3 || s.p[0] != '&')
        return 0;
    if (s.p[1] == '#')
        return number(s, n);

    int end = 1;
    while (end < s.n && end <= MAX_NAME &&
           (em_is_alpha(s.p[end]) || em_is_digit(s.p[end])))
        end++;
    if (end >= s.n || s.p[end] != ';')
        return 0;
    uint32_t c = find_name(em_str_cut(s, 1, end));
    *n = c ? end + 1 : 0;
    return c;
}
