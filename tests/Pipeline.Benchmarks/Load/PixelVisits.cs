using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Records;

namespace Pipeline.Benchmarks.Load;

/// <summary>
/// Realistic image requests of 600 bytes: landing pages with and without campaign, referrer, title, and the cookies of a shop.
/// </summary>
public static class PixelVisits
{
    /// <summary>Length of every path and query.</summary>
    public const int TargetLength = 600;

    private static readonly string[] Pages =
    [
        "https://www.moebel-beispiel.de/de/kategorie/buerostuehle/ergonomisch/stuhl-{0}?farbe=schwarz&sort=preis",
        "https://www.moebel-beispiel.de/de/ratgeber/richtig-sitzen-im-homeoffice/teil-{0}",
        "https://www.moebel-beispiel.de/en/products/desks/height-adjustable/model-{0}?variant=oak&size=160x80",
    ];

    // Advertising and mail systems make addresses this long; {1} and {2} are their ids, in their usual lengths.
    private static readonly string[] Campaigns =
    [
        "utm_source=google&utm_medium=cpc&utm_campaign=buerostuehle-herbst&gad_source=1&gad_campaignid=22{0}&gclid=Cj0KCQjw{1}",
        "utm_source=hubspot&utm_medium=email&utm_campaign=kw36-homeoffice&utm_content=button-oben&_hsmi=38{0}&_hsenc=p2ANqtz-{1}",
        "utm_source=facebook&utm_medium=paid_social&utm_campaign=homeoffice-video&fbclid=IwZXh0bgNhZW0{2}",
        "",
    ];

    private static readonly string[] Referrers =
    [
        "https://www.google.com/",
        "https://www.linkedin.com/feed/update/urn:li:activity:70{0}/",
        "https://www.moebel-beispiel.de/de/kategorie/buerostuehle?seite={0}",
    ];

    private static readonly string[] Titles =
    [
        "Ergonomischer Bürostuhl {0} kaufen – Möbel Beispiel",
        "Richtig sitzen im Homeoffice, Teil {0} | Ratgeber",
        "Height adjustable desk {0}, oak, 160 x 80 cm – Furniture Example",
    ];

    /// <summary>Makes requests; the same number always gives the same ones.</summary>
    /// <param name="count">How many different ones.</param>
    public static IReadOnlyList<LoadRequest> Create(int count) => [.. Enumerable.Range(0, count).Select(Visit)];

    private static LoadRequest Visit(int index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"visit {index}"));
        var page = Text(Pages, index, index, hash);
        var campaign = Text(Campaigns, index / 3, index, hash);
        var target = Fill(
            With(page, campaign), Text(Referrers, index / 12, index, hash), Text(Titles, index, index, hash), Letters(hash, 400));
        var cookie = $"_ga=GA1.2.{1_100_000_000 + index}.1756000000; consent=all; _pl={Base32.Encode(hash, 26)}; cart={Letters(hash, 16)}";
        return new LoadRequest("GET", target, cookie, page);
    }

    private static string Text(string[] texts, int choice, int index, byte[] hash) => string.Format(
        CultureInfo.InvariantCulture, texts[choice % texts.Length], 100_000 + index, Letters(hash, 70), Letters(hash, 110));

    private static string Letters(byte[] hash, int length) =>
        string.Concat(Enumerable
            .Range(0, (length / 64) + 1)
            .Select(part => Convert.ToHexStringLower(SHA256.HashData([.. hash, (byte)part]))))[..length];

    private static string With(string address, string parameters) => parameters.Length == 0 ? address
        : address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + parameters;

    // What is missing becomes the parameter with which analytics follow a visitor from one domain to another.
    private static string Fill(string address, string referrer, string title, string letters)
    {
        var filler = TargetLength - Target(With(address, "_gl=1."), referrer, title).Length;
        return Target(With(address, "_gl=1." + letters[..filler]), referrer, title);
    }

    private static string Target(string address, string referrer, string title) =>
        $"/p.gif?url={Uri.EscapeDataString(address)}&ref={Uri.EscapeDataString(referrer)}&title={Uri.EscapeDataString(title)}";
}
