using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Imports;
using Pipeline.Problems;

namespace Pipeline.Functions.Imports;

// Reads an upload, lets it be handled, and shapes the answer; the same for every kind of upload.
internal static class ImportAnswer
{
    public static Task<IResult> RunAsync<T>(
        HttpRequest request, ImportHandler handler, IImport<T> import, int maxBytes, CancellationToken cancellationToken)
        where T : class =>
        RunAsync(request, (upload, token) => handler.HandleAsync(import, upload, token), maxBytes, cancellationToken);

    public static async Task<IResult> RunAsync(
        HttpRequest request,
        Func<ImportRequest, CancellationToken, Task<ImportOutcome>> take,
        int maxBytes,
        CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request, maxBytes, cancellationToken);
        if (body.IsBroken)
        {
            return ProblemDocument.Of(
                StatusCodes.Status400BadRequest, "The upload is not whole.", "Nothing was stored.", [Problem.BrokenOff]);
        }

        var upload = new ImportRequest
        {
            Body = body.Bytes,
            IsTooLarge = body.IsTooLarge,
            ContentType = request.ContentType,
            Query = RequestQuery.Pairs(request),
        };
        if (UploadForm.IsOne(request) && !body.IsTooLarge)
        {
            var problems = new List<Problem>();
            if (await UploadForm.ReadAsync(request, body.Bytes, problems, cancellationToken) is not { } form)
            {
                return Refused(problems);
            }

            upload = upload with { Body = form.Body, ContentType = form.ContentType, Query = [.. upload.Query, .. form.Fields] };
        }

        var outcome = await take(upload, cancellationToken);
        return outcome.Status switch
        {
            ImportStatus.Read => Answer.Json(outcome.Result!),
            ImportStatus.TooLarge => ProblemDocument.Of(
                StatusCodes.Status413PayloadTooLarge,
                "The upload is too large.",
                "Nothing was stored. Split it and send the parts.",
                outcome.Problems),
            _ => Refused(outcome.Problems),
        };
    }

    private static IResult Refused(IReadOnlyList<Problem> problems) => ProblemDocument.Of(
        StatusCodes.Status400BadRequest,
        "The upload cannot be read.",
        "Nothing was stored. Correct what errors lists and send it again.",
        problems);
}
