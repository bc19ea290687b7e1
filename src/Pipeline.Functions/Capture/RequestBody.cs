using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Functions.Capture;

// A body read into pooled memory, at most up to a limit.
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4_096);
    private int _length;

    private RequestBody()
    {
    }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public bool IsTooLarge { get; private set; }

    // The sender stopped in the middle. A part must never pass for the whole: an address that is cut to its first half is one as well.
    public bool IsBroken { get; private set; }

    public static async Task<RequestBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new RequestBody();
        try
        {
            await body.FillAsync(request.Body, maxBytes, cancellationToken);

            // A server in front can end the body in good form with less than the sender had announced.
            body.IsBroken = !body.IsTooLarge && body._length < request.ContentLength;
        }
        catch (IOException fault)
        {
            // Broken framing or a connection that is gone: the sender's fault, and no reason to fail.
            body.IsTooLarge |= fault is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge };
            body.IsBroken = !body.IsTooLarge;
        }
        catch (OperationCanceledException)
        {
            // The sender is gone, and the host has heard it before the body told so.
            body.IsBroken = true;
        }
        catch
        {
            body.Dispose();
            throw;
        }

        return body;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async Task FillAsync(Stream source, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length > maxBytes)
            {
                IsTooLarge = true;
                return;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
