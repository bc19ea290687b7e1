using System.Security.Cryptography;
using System.Text;
using Pipeline.Identity;

namespace Pipeline.Benchmarks.Load;

/// <summary>Realistic image requests of 600 bytes: landing pages with and without campaign, referrer, title, and the cookies of a shop.</summary>
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

    private static readonly string[] Campaigns =
    [
        "utm_source=google&utm_medium=cpc&utm_campaign=buerostuehle-herbst&utm_term=ergonomischer+stuhl&gclid=Cj0KCQjw{0}aBhDxARIsAJcTqNwm",
        "utm_source=brevo&utm_medium=newsletter&utm_campaign=kw36-homeoffice&utm_content=button-oben&mc_cid={0}",
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
    public static IReadOnlyList<PixelVisit> Create(int count) => [.. Enumerable.Range(0, count).Select(Visit)];

    private static PixelVisit Visit(int index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"visit {index}"));
        var number = 100_000 + index;
        var page = Text(Pages, index, number);
        var campaign = Text(Campaigns, index / 3, number);
        var address = campaign.Length == 0 ? page : page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + campaign;
        var target = Fill(address, Text(Referrers, index / 9, number), Text(Titles, index, number), Convert.ToHexStringLower(hash));
        var cookie = $"_ga=GA1.2.{1_100_000_000 + index}.1756000000; consent=all; _pl={Base32.Encode(hash, 26)}; cart={Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
        return new PixelVisit(target, cookie, page);
    }

    private static string Text(string[] texts, int index, int number) =>
        texts[index % texts.Length].Replace("{0}", number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // What is missing becomes the page's session parameter, as many shops have one.
    private static string Fill(string address, string referrer, string title, string hash)
    {
        var separator = address.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var short_ = Target($"{address}{separator}sid=", referrer, title);
        var filler = string.Concat(Enumerable.Repeat(hash, 8))[..(TargetLength - short_.Length)];
        return Target($"{address}{separator}sid={filler}", referrer, title);
    }

    private static string Target(string address, string referrer, string title) =>
        $"/p.gif?url={Uri.EscapeDataString(address)}&ref={Uri.EscapeDataString(referrer)}&title={Uri.EscapeDataString(title)}";
}
