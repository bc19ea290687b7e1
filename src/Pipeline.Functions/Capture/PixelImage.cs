using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Capture;

// The answer to every image request: a transparent GIF of one pixel, or nothing, never cached.
internal sealed class PixelImage : IResult
{
    public static readonly PixelImage Gif = new(
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]);

    public static readonly PixelImage None = new([]);

    private readonly byte[] _image;

    private PixelImage(byte[] image) => _image = image;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (_image.Length == 0)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        response.ContentType = "image/gif";
        response.ContentLength = _image.Length;
        return response.Body.WriteAsync(_image).AsTask();
    }
}
