namespace Pipeline.Benchmarks.Load;

/// <summary>One request as a browser sends it.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Cookie">The <c>Cookie</c> header.</param>
/// <param name="Referer">The <c>Referer</c> header.</param>
/// <param name="Body">What is posted; null for nothing.</param>
public sealed record LoadRequest(string Method, string Target, string Cookie, string Referer, string? Body = null)
{
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    public const string Accept = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
    public const string AcceptLanguage = "de-DE,de;q=0.9,en;q=0.8";
}
