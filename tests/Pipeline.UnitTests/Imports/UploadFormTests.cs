using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Uploads;
using Pipeline.Imports;
using Pipeline.Rejected;
using Pipeline.Time;
using Pipeline.Uploads;

namespace Pipeline.UnitTests.Imports;

/// <summary>Uploads as curl -F file=@… and forms of a browser send them.</summary>
public sealed class UploadFormTests : IDisposable
{
    private const string Csv = "date;channel;amount\n2026-03-01;Display;1.00\n";

    private readonly ExportBed _bed = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _bed.Dispose();
        _services.Dispose();
    }

    [Theory]
    [InlineData("file", "costs.csv")]
    [InlineData("upload", "costs.csv")]
    [InlineData("file", null)]
    public async Task FileOfAForm_IsTheUpload(string name, string? fileName)
    {
        var (status, answer) = await SendAsync("", Part(name, Csv, fileName));

        Assert.Equal((200, 1), (status, answer.GetProperty("taken").GetInt32()));
        Assert.Equal(["2026-03-01 Display   1"], await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task FieldsOfAForm_AreParameters()
    {
        var (status, answer) = await SendAsync(
            "?set.source=x",
            Part("dryRun", "true"),
            Part("set.channel", "Paid Social"),
            Part("file", "date;amount\n2026-03-01;1.00\n", "costs.csv"));

        Assert.Equal((200, 1, true), (status, answer.GetProperty("taken").GetInt32(), answer.GetProperty("dryRun").GetBoolean()));
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task MisspeltFieldOfAForm_IsRefused()
    {
        var (status, answer) = await SendAsync("", Part("dry-run", "true"), Part("file", Csv, "costs.csv"));

        Assert.Equal((400, "dry-run"), (status, answer.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task FormWithoutOneFile_IsRefused(int files)
    {
        var (status, answer) = await SendAsync("", [Part("dryRun", "false"), .. Enumerable.Repeat(Part("file", Csv, "costs.csv"), files)]);

        Assert.Equal((400, "file"), (status, answer.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Contains(
            $"holds {files} files", answer.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Theory]
    [InlineData("multipart/form-data", "--b\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ndate;cha")]
    [InlineData("multipart/form-data; boundary=b", "no form")]
    [InlineData("multipart/form-data; boundary=\"\"", "--\r\n")]
    public async Task BrokenForm_IsRefused(string contentType, string body)
    {
        var (status, answer) = await SendAsync("", contentType, Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            (400, "Nothing was stored. Correct what errors lists and send it again."), (status, answer.GetProperty("detail").GetString()));
        Assert.Empty(await _bed.CostLinesAsync());
    }

    [Fact]
    public async Task Answer_TellsHowTheFileWasRead()
    {
        var (_, answer) = await SendAsync("", "text/csv", ExportBed.File("google-ads.csv"));

        var reading = answer.GetProperty("reading");
        Assert.Equal(
            ("csv", "UTF-16 LE", "tab", 3, "google-ads", 1, true),
            (reading
                .GetProperty("format")
                .GetString(), reading.GetProperty("encoding").GetString(), reading.GetProperty("delimiter").GetString(),
                reading.GetProperty("headerRow").GetInt32(), reading.GetProperty("preset").GetProperty("name").GetString(),
                reading.GetProperty("preset")
                    .GetProperty("version")
                    .GetInt32(), reading.GetProperty("preset").GetProperty("recognized").GetBoolean()));
        Assert.Equal(4, answer.GetProperty("skippedRows").GetInt32());
        Assert.Equal("Campaign report", answer.GetProperty("skipped")[0].GetProperty("text").GetString());
    }

    private static string Part(string name, string text, string? fileName = null) =>
        "--b\r\nContent-Disposition: form-data; "
            + $"name=\"{name}\"{(fileName is null ? "" : $"; filename=\"{fileName}\"\r\nContent-Type: application/octet-stream")}\r\n\r\n{text}\r\n";

    private Task<(int Status, JsonElement Answer)> SendAsync(string query, params string[] parts) =>
        SendAsync(query, "multipart/form-data; boundary=b", Encoding.UTF8.GetBytes(string.Concat(parts) + "--b--\r\n"));

    private async Task<(int Status, JsonElement Answer)> SendAsync(string query, string contentType, byte[] body)
    {
        var options = Options.Create(new ImportOptions());
        var handler = new ImportHandler(
            _bed.Bed.Get<IRejectedStore>(), _bed.Bed.Get<LocalTime>(), _bed.Bed.Clock, options, NullLogger<ImportHandler>.Instance);
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.QueryString = new QueryString(query);
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var result = await new ImportCosts(handler, _bed.Bed.Get<CostImport>(), options).Run(context.Request, default);
        await result.ExecuteAsync(context);
        using var document = JsonDocument.Parse(answer.ToArray());
        return (context.Response.StatusCode, document.RootElement.Clone());
    }
}
