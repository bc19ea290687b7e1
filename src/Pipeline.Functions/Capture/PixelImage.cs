using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Capture;

// The answer to every image request: a transparent GIF of one pixel, or nothing, never cached. Browsers show an image of any status, so a
// page looks the same when the page view could not be stored, but no 2xx promises what was not kept.
internal sealed class PixelImage : IResult
{
    private static readonly byte[] Gif =
        [
            .. "GIF89a"u8,
            1,
            0,
            1,
            0,
            0x80,
            0,
            0,
            0,
            0,
            0,
            0xFF,
            0xFF,
            0xFF,
            0x21,
            0xF9,
            4,
            1,
            0,
            0,
            0,
            0,
            0x2C,
            0,
            0,
            0,
            0,
            1,
            0,
            1,
            0,
            0,
            2,
            2,
            0x44,
            1,
            0,
            0x3B,
        ];

    private static readonly PixelImage Shown = new(StatusCodes.Status200OK, Gif);
    private static readonly PixelImage Empty = new(StatusCodes.Status204NoContent, []);
    private static readonly PixelImage ShownThoughLost = new(StatusCodes.Status503ServiceUnavailable, Gif);
    private static readonly PixelImage Lost = new(StatusCodes.Status503ServiceUnavailable, []);

    private readonly int _status;
    private readonly byte[] _image;

    private PixelImage(int status, byte[] image) => (_status, _image) = (status, image);

    public static PixelImage Of(bool wantsImage, bool isStored) => (wantsImage, isStored) switch
    {
        (true, true) => Shown,
        (false, true) => Empty,
        (true, false) => ShownThoughLost,
        (false, false) => Lost,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        response.StatusCode = _status;
        if (_image.Length == 0)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "image/gif";
        response.ContentLength = _image.Length;
        return response.Body.WriteAsync(_image).AsTask();
    }
}
