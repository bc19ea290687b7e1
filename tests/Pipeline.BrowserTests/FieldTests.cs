using Pipeline.Events;

namespace Pipeline.BrowserTests;

/// <summary>Which field of a form is what.</summary>
[Collection(FormBrowserCollection.Name)]
public sealed class FieldTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(
        "<input name='your-email' value='ada@example.org'><input type='email' name='b' value='better@example.org'>",
        "better@example.org",
        "")]
    [InlineData(
        "<input type='email' name='friend_email' value='bob@example.org'><input type='email' name='mine' value='ada@example.org'>",
        "ada@example.org",
        "")]
    [InlineData(
        "<input name='email' value='ada@example.org'><label>E-mail de votre ami <input type='email' value='bob@example.org'></label>",
        "ada@example.org",
        "")]
    [InlineData("<input name='email' value='ada@example.org'><input name='form_fields[name]' value='Ada'>", "ada@example.org", "name=Ada")]
    [InlineData("<input name='user[email]' value='ada@example.org'><input name='user[name]' value='Ada'>", "ada@example.org", "name=Ada")]
    [InlineData(
        "<input name='courriel' value='ada@example.org'><input name='prénom' value='Ada'><input name='nom' "
            + "value='Lovelace'><input name='société' value='Engines'>",
        "ada@example.org",
        "company=Engines first_name=Ada last_name=Lovelace")]
    [InlineData("<input name='E-Mail' value='ada@example.org'><input name='Vorname' value='Ada'><input name='Nachname' "
        + "value='Lovelace'><input id='Firma' value='Engines'>", "ada@example.org", "company=Engines first_name=Ada last_name=Lovelace")]
    [InlineData(
        "<input name='correo' value='ada@example.org'><input name='nombre' value='Ada'><input name='apellidos' "
            + "value='Lovelace'><input name='empresa' value='Engines'><input name='cargo' value='CTO'>",
        "ada@example.org",
        "company=Engines first_name=Ada job_title=CTO last_name=Lovelace")]
    [InlineData(
        "<input name='indirizzo-email' value='ada@example.org'><input name='nome' value='Ada'><input name='cognome' value='Lovelace'>",
        "ada@example.org",
        "first_name=Ada last_name=Lovelace")]
    [InlineData(
        "<input name='emailadres' value='ada@example.org'><input name='voornaam' value='Ada'><input name='achternaam' "
            + "value='Lovelace'><input name='bedrijf' value='Engines'>",
        "ada@example.org",
        "company=Engines first_name=Ada last_name=Lovelace")]
    [InlineData(
        "<input name='endereço-de-email' value='ada@example.org'><input name='nome_completo' value='Ada L'>",
        "ada@example.org",
        "name=Ada L")]
    [InlineData("<input name='input_3' type='email' value='ada@example.org'><label for='i1'>Intitulé du poste *</label><input id='i1' "
        + "name='input_1' value='CTO'>", "ada@example.org", "job_title=CTO")]
    [InlineData(
        "<input name='email' value='ada@example.org'><input name='email_subject' value='x@y.example'><input "
            + "name='confirmation_code' value='1'><input name='company_size' value='9'><input name='username' value='ada1'>",
        "ada@example.org",
        "")]
    [InlineData("<input name='email' value='ada.199012123456@example.org'><input data-pipeline-field='street' value='12 rue 3, 75001 "
        + "Paris, 4e, +33 1 23'>", "ada.199012123456@example.org", "street=12 rue 3, 75001 Paris, 4e, +33 1 23")]
    [InlineData("<input name='email' value='ada@example.org'><input type='checkbox' name='rgpd-ok' value='yes' checked><input "
        + "type='checkbox' name='privacy' value='no'>", "ada@example.org", "consent=yes")]
    public async Task Form_Fields_AreChosenByRank(string fields, string email, string expected)
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", $"<form onsubmit='return false'>{fields}<button>Send</button></form>");
        var page = await bed.OpenAsync("/");
        await page.FocusAsync("input");
        await page.WaitForFunctionAsync("pipeline.on.words");

        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        var fill = Assert.Single(bed.Queue.Of(EventType.Form));
        Assert.Equal(email, fill.Email);
        Assert.Equal(expected, string.Join(' ', (fill.Fields ?? []).Select(pair => $"{pair.Key}={pair.Value}")));
        bed.AssertQuiet();
    }

    [Fact]
    public async Task Form_OnlyAFriendsAddress_IsNoFill()
    {
        await using var bed = await TestBed.StartAsync(browser);
        bed.AddPage("/", "<form onsubmit='return false'><input type='email' name='friends-email' "
            + "value='bob@example.org'><button>Recommend</button></form>");
        var page = await bed.OpenAsync("/");
        await page.FocusAsync("input");
        await page.WaitForFunctionAsync("pipeline.on.words");

        await page.ClickAsync("button");
        await bed.SettleAsync(page);

        Assert.Empty(bed.Queue.Of(EventType.Form));
    }
}
