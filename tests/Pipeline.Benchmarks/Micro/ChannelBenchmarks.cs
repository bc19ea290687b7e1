using BenchmarkDotNet.Attributes;
using Pipeline.Channels;
using Pipeline.Events;

namespace Pipeline.Benchmarks.Micro;

/// <summary>The channel of one visit, by the shipped rules.</summary>
public class ChannelBenchmarks
{
    private readonly ChannelClassifier _classifier = new(ChannelRules.Default);
    private readonly CampaignParameters _campaign = new()
    {
        Source = "google",
        Medium = "cpc",
        Campaign = "buerostuehle-herbst",
        ClickIdKind = "gclid",
        ClickId = "abc",
    };

    [Benchmark(Description = "classify a paid click")]
    public VisitSource Tagged() => _classifier.Classify(_campaign, "https://www.google.com/", "www.moebel-beispiel.de", null);

    [Benchmark(Description = "classify a referral")]
    public VisitSource Untagged() => _classifier.Classify(null, "https://blog.example.org/post", "www.moebel-beispiel.de", null);
}
