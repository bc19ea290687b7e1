using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Capture.Forms;

public sealed class FormTextsTests
{
    [Theory]
    [InlineData(null, "en", "Thank you")]
    [InlineData("", "en", "Thank you")]
    [InlineData("fr", "fr", "Merci")]
    [InlineData("fr-CA,fr;q=0.9,en;q=0.8", "fr", "Merci")]
    [InlineData("de-DE,de;q=0.9,fr;q=0.5,en;q=0.4", "fr", "Merci")]
    [InlineData("en;q=0.4,FR;q=0.5", "fr", "Merci")]
    [InlineData("en-GB,fr", "en", "Thank you")]
    [InlineData("fr;q=0,de", "en", "Thank you")]
    [InlineData("frr", "en", "Thank you")]
    [InlineData("*;q=0.1,;;", "en", "Thank you")]
    public async Task Answer_AcceptLanguage_DecidesTheLanguage(string? accept, string language, string title)
    {
        var html = await RunAsync("email=ann%40example.org", accept);

        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("company=Acme", "Une adresse e-mail est nécessaire.")]
    [InlineData("email=ann", "L’adresse e-mail n’est pas valable\u00a0; écrivez-la comme nom@exemple.fr.")]
    [InlineData("email=test%40example.org", "Cette adresse ne peut pas être prise en compte\u00a0; indiquez votre adresse personnelle.")]
    public async Task Fault_InFrench_IsToldInFrench(string body, string expected)
    {
        var html = await RunAsync(body, "fr");

        Assert.Contains(HtmlEncoder.Create(UnicodeRanges.All).Encode(expected), html, StringComparison.Ordinal);
        Assert.Contains("Utilisez le bouton", html, StringComparison.Ordinal);
        Assert.DoesNotContain("must", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resend_InFrench_KeepsTheFields()
    {
        var html = await RunAsync("email=ann%40example.org&topic=a", "fr", queueFails: true);

        Assert.Contains("Veuillez réessayer", html, StringComparison.Ordinal);
        Assert.Contains("name=\"topic\" value=\"a\"", html, StringComparison.Ordinal);
        Assert.Contains(">Renvoyer</button>", html, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string body, string? accept, bool queueFails = false)
    {
        using var bed = new CaptureBed();
        if (queueFails)
        {
            bed.Queue.OnSend = (_, _) => throw new IOException("The queue is away.");
        }

        var context = bed.Request(
            "POST", "https://data.example.org/forms/contact", Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded");
        context.Request.Headers.AcceptLanguage = accept;
        return await bed.WhileTimePasses(
            CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None)));
    }
}
