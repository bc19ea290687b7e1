namespace Pipeline.LocalHost.Demo;

/// <summary>Where demo visits come from.</summary>
/// <param name="Weight">Share of first visits; relative.</param>
/// <param name="Query">Campaign parameters of the landing address, without question mark; empty when there are none.</param>
/// <param name="Referrer">Referring page; null when there is none.</param>
/// <param name="Interest">How much likelier than others its visitors are to become leads; 1 is average.</param>
/// <param name="Growth">Growth of its visits over the year; 2 means twice as many at the end as at the beginning.</param>
internal sealed record DemoSource(double Weight, string Query, string? Referrer, double Interest, double Growth)
{
    public static IReadOnlyList<DemoSource> All { get; } =
    [
        new(30, "", "https://www.google.com/", 0.9, 1.6),
        new(4, "", "https://www.bing.com/", 0.9, 1.1),
        new(12, "utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=demo", "https://www.google.com/", 1.8, 1.0),
        new(9, "utm_source=google&utm_medium=cpc&utm_campaign=cargo-bike-leasing&gclid=demo", "https://www.google.com/", 1.1, 1.3),
        new(7, "utm_source=linkedin&utm_medium=paid_social&utm_campaign=fleet-managers", "https://www.linkedin.com/", 1.6, 2.0),
        new(6, "", "https://www.linkedin.com/", 1.3, 1.5),
        new(5, "", "https://l.facebook.com/", 0.4, 0.8),
        new(6, "utm_source=brevo&utm_medium=email&utm_campaign=newsletter", null, 2.2, 1.4),
        new(4, "utm_source=eurobike&utm_medium=qr&utm_campaign=trade-fair", null, 2.5, 1.0),
        new(5, "", "https://www.radlogistik-magazin.example/", 1.2, 1.2),
        new(3, "", "https://chatgpt.com/", 1.4, 6.0),
        new(2, "utm_source=mietrad.example&utm_medium=affiliate&utm_campaign=partners", "https://www.mietrad.example/", 0.7, 1.0),
        new(14, "", null, 1.0, 1.2),
    ];

    /// <summary>What brings somebody back who has left an e-mail address.</summary>
    public static IReadOnlyList<DemoSource> Returning { get; } = [All[0], All[2], All[7], All[7], All[12], All[12]];
}
