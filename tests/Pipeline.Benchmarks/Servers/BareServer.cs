using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Benchmarks.Servers;

/// <summary>Kestrel with one terminal delegate that answers the same image: no routing, no reading of the request.</summary>
internal static class BareServer
{
    public const string Mode = "serve-bare";

    private static readonly byte[] Gif =
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        app.Run(http =>
        {
            var response = http.Response;
            response.Headers.CacheControl = "no-store";
            response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            response.ContentType = "image/gif";
            response.ContentLength = Gif.Length;
            return response.Body.WriteAsync(Gif).AsTask();
        });
        await app.StartAsync();
        ServerControl.Start();
        Console.WriteLine($"{ServerProcess.ReadyPrefix}{app.Urls.First()}");
        await app.WaitForShutdownAsync();
    }
}
