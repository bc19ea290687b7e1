using System.Globalization;

namespace Pipeline.Benchmarks.Load;

/// <summary>Requests of page views as the script sends them.</summary>
public static class PageViews
{
    /// <summary>Makes requests; the same numbers always give the same ones.</summary>
    /// <param name="events">Page views in a request.</param>
    /// <param name="count">How many different ones.</param>
    public static IReadOnlyList<LoadRequest> Batches(int events, int count) =>
        [.. PixelVisits.Create(count).Select((visit, index) => visit with { Method = "POST", Target = "/e", Body = Body(events, index) })];

    /// <summary>The JSON that is posted.</summary>
    /// <param name="events">Page views in it.</param>
    /// <param name="index">Which of the requests; its ids are its own.</param>
    public static string Body(int events, int index) =>
        $$"""{"v":1,"visitor":"candidate","events":[{{string.Join(',', Enumerable.Range(0, events).Select(i => Event(index, i)))}}]}""";

    private static string Event(int index, int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"event-{{index:00}}{{i}}-0123456789abcd","type":"page_view","url":"https://www.moebel-beispiel.de/de/kategorie/stuhl-{{i}}?utm_source=google&utm_medium=cpc&utm_campaign=herbst","title":"Stuhl {{i}} kaufen","ref":"https://www.google.com/"}""");
}
