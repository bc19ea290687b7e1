using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Pipeline.Events;
using Pipeline.Functions.Capture;
using Pipeline.Testing;

namespace Pipeline.UnitTests.Capture.Intake;

public sealed partial class FieldNamesTests
{
    [Theory]
    [InlineData("your-email", "email")]
    [InlineData("form_fields[email]", "email")]
    [InlineData("data[Lead][EmailAddress]", "email")]
    [InlineData("wpforms[fields][email][]", "email")]
    [InlineData("billing_email", "email")]
    [InlineData("mce-EMAIL", "email")]
    [InlineData("adresse-électronique", "email")]
    [InlineData("courriel", "email")]
    [InlineData("correo_electrónico", "email")]
    [InlineData("indirizzo e-mail", "email")]
    [InlineData("e-mailadres", "email")]
    [InlineData("endereçoDeEmail", "email")]
    [InlineData("user[first-name]", "first_name")]
    [InlineData("contactFirstName", "first_name")]
    [InlineData("prénom", "first_name")]
    [InlineData("Vorname", "first_name")]
    [InlineData("voornaam", "first_name")]
    [InlineData("nom de famille", "last_name")]
    [InlineData("Nachname", "last_name")]
    [InlineData("apellidos", "last_name")]
    [InlineData("cognome", "last_name")]
    [InlineData("sobrenome", "last_name")]
    [InlineData("form_fields[name]", "name")]
    [InlineData("vollständiger_Name", "name")]
    [InlineData("société", "company")]
    [InlineData("nombre de la empresa", "company")]
    [InlineData("business name", "company")]
    [InlineData("azienda", "company")]
    [InlineData("intitulé du poste", "job_title")]
    [InlineData("functietitel", "job_title")]
    public async Task Post_FieldOfASite_TakesItsNameHere(string name, string key)
    {
        var captured = await PostAsync(
            (name, key == "email" ? "ann@example.org" : "A value"), key == "email" ? ("x", "y") : ("email", "ann@example.org"));

        Assert.Equal("ann@example.org", captured.Email);
        Assert.Equal(key == "email" ? ("x", "y") : (key, "A value"), Only(captured));
    }

    [Theory]
    [InlineData("email_subject")]
    [InlineData("confirmation_code")]
    [InlineData("company_size")]
    [InlineData("name_of_event")]
    [InlineData("username")]
    [InlineData("filename")]
    [InlineData("title")]
    [InlineData("mailing_list")]
    [InlineData("friend_name")]
    [InlineData("colleague[name]")]
    [InlineData("item_meta[27]")]
    [InlineData("prenom_de_votre_ami")]
    [InlineData("[]")]
    public async Task Post_FieldThatOnlySoundsSo_KeepsItsName(string name) =>
        Assert.Equal((name, "A value"), Only(await PostAsync((name, "A value"), ("email", "ann@example.org"))));

    [Theory]
    [InlineData("friend_email")]
    [InlineData("recipient[email]")]
    [InlineData("email_de_votre_ami")]
    [InlineData("email_des_freundes_freund")]
    public async Task Post_AddressOfAFriend_IsNotTheVisitors(string name)
    {
        var captured = await PostAsync((name, "bob@example.org"), ("your-email", "ann@example.org"));

        Assert.Equal("ann@example.org", captured.Email);
        Assert.Equal("bob@example.org", captured.Fields![name]);
    }

    [Fact]
    public async Task Post_TwoOfAKind_TheExactNameWinsThenTheFirst()
    {
        var exact = await PostAsync(("your-email", "bob@example.org"), ("Email", "ann@example.org"));
        var first = await PostAsync(("your-email", "ann@example.org"), ("contact_email", "bob@example.org"));

        Assert.Equal(("ann@example.org", "bob@example.org"), (exact.Email, exact.Fields!["your-email"]));
        Assert.Equal(("ann@example.org", "bob@example.org"), (first.Email, first.Fields!["contact_email"]));
    }

    [Theory]
    [InlineData("nom", "prenom", "last_name", "first_name")]
    [InlineData("Name", "Vorname", "last_name", "first_name")]
    [InlineData("nombre", "apellidos", "first_name", "last_name")]
    [InlineData("nome", "cognome", "first_name", "last_name")]
    public async Task Post_NameBesideItsOtherPart_IsTheMissingPart(string one, string other, string oneKey, string otherKey)
    {
        var captured = await PostAsync((one, "One"), (other, "Other"), ("email", "ann@example.org"));

        Assert.Equal(("One", "Other", 2), (captured.Fields![oneKey], captured.Fields[otherKey], captured.Fields.Count));
    }

    [Fact]
    public async Task Post_HiddenCampaignWithoutScript_IsTheFills()
    {
        var captured = await PostAsync(
            ("email", "ann@example.org"), ("utm_source", "brevo & co"), ("utm_medium", "email"), ("gclid", "g1"), ("topic", "x"));

        Assert.Equal(
            ("brevo & co", "email", "gclid", "g1"),
            (captured.Campaign?.Source, captured.Campaign?.Medium, captured.Campaign?.ClickIdKind, captured.Campaign?.ClickId));
        Assert.Equal(["gclid", "topic"], captured.Fields!.Keys);
    }

    [Theory]
    [InlineData("_page", "p1", null)]
    [InlineData("_url", "https://www.example.org/?utm_source=page", "page")]
    public async Task Post_HiddenCampaignWhereTheCampaignIsKnown_DoesNotCount(string hidden, string value, string? source) =>
        Assert.Equal(source, (await PostAsync(("email", "ann@example.org"), ("utm_source", "old"), (hidden, value))).Campaign?.Source);

    [Fact]
    public async Task Post_TrapThatIsCalledLikeAField_StillCatches()
    {
        using var bed = new CaptureBed(("HoneypotField", "nom"));
        await RunAsync(bed, [("nom", "Robot"), ("email", "ann@example.org")]);

        Assert.Equal("honeypot", Assert.Single(bed.Queue.Rejected).Reason);
    }

    [Fact]
    public async Task Form_OfAnEmbeddedForm_TakesNamesToo()
    {
        using var bed = new CaptureBed();
        await bed.PostAsync(
            """{"events":[{"type":"form","form":"hubspot","url":"https://example.org/","fields":{"firstname":"Ann","0-1/email":"x","email":"ann@example.org","jobtitle":"CTO"}}]}""");

        var captured = Assert.Single(bed.Queue.Events);
        Assert.Equal("ann@example.org", captured.Email);
        Assert.Equal(["0-1/email", "first_name", "job_title"], captured.Fields!.Keys);
    }

    [Fact]
    public async Task Script_HasTheSameWords()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "src", "Pipeline.Functions", "Capture", "script", "f.js"));
        var table = Table().Match(script).Groups[1].Value;
        var lists = Entry().Matches(table).Select(match => (Key: match.Groups[1].Value, Phrases: string
            .Concat(Text().Matches(match.Groups[2].Value).Select(text => text.Groups[1].Value))
            .Split(','))).ToList();
        Assert.Equal(["email", "first_name", "last_name", "name", "company", "job_title"], lists.Select(list => list.Key));
        foreach (var (key, phrase) in lists.SelectMany(list => list.Phrases.Select(phrase => (list.Key, phrase))))
        {
            var captured = await PostAsync(
                (phrase, key == "email" ? "ann@example.org" : "A value"), key == "email" ? ("x", "y") : ("email", "ann@example.org"));
            Assert.True(
                key == "email" ? captured.Email == "ann@example.org" : captured.Fields!.ContainsKey(key),
                $"The server does not know '{phrase}' as {key}.");
        }
    }

    private static async Task<CapturedEvent> PostAsync(params (string Name, string Value)[] fields)
    {
        using var bed = new CaptureBed();
        await RunAsync(bed, fields);
        Assert.Empty(bed.Queue.Rejected);
        return Assert.Single(bed.Queue.Events);
    }

    private static async Task RunAsync(CaptureBed bed, IEnumerable<(string Name, string Value)> fields)
    {
        var body = string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));
        HttpContext context = bed.Request(
            "POST", "https://data.example.org/forms/contact", Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded");
        await CaptureBed.AnswerAsync(context, bed.Function<CaptureForm>().Run(context.Request, "contact", CancellationToken.None));
    }

    private static (string, string) Only(CapturedEvent captured)
    {
        var (name, value) = Assert.Single(captured.Fields!);
        return (name, value);
    }

    [GeneratedRegex(@"const PHRASES = \{(.*?)\};", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"(\w+): ((?:'[^']*'\s*\+?\s*)+)")]
    private static partial Regex Entry();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Text();
}
