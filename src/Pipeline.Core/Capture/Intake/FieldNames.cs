using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Pipeline.Capture.Intake;

// What sites call the fields of their forms, and what they are here. Words are compared whole and without what says nothing ("your",
// "contact"): "email_subject" and "company_size" are something else. The tracker script (f.js) has the same words; a test compares them.
internal static class FieldNames
{
    public const string Email = "email";
    private const string Name = "name";
    private const string FirstName = "first_name";
    private const string LastName = "last_name";

    private static readonly (string Key, string Phrases)[] Known =
    [
        (Email,
            "email,e mail,mail,email address,e mail address,mail address,emailaddress,emailaddr,user email,business "
                + "email,courriel,adresse email,"
            + "adresse e mail,adresse mail,adresse electronique,adresse messagerie,mailadresse,emailadresse,correo,correo "
            + "electronico,direccion correo,"
            + "direccion email,posta elettronica,indirizzo email,indirizzo mail,mailadres,emailadres,e mailadres,endereco email,endereco "
            + "eletronico,"
            + "correio eletronico"),
        (FirstName, "first name,firstname,fname,first,given name,givenname,forename,vorname,prenom,primer nombre,nombre "
            + "pila,voornaam,primeiro nome"),
        (LastName,
            "last name,lastname,lname,last,surname,family name,familyname,nachname,familienname,nom famille,apellido,apellidos,primer "
                + "apellido,"
            + "cognome,achternaam,familienaam,sobrenome,apelido,ultimo nome"),
        (Name,
            "name,full name,fullname,nom,nom complet,nom prenom,prenom nom,vor nachname,vollstandiger name,nombre,nombre completo,nombre "
                + "apellidos,"
            + "nome,nome completo,nome cognome,naam,volledige naam"),
        ("company",
            "company,company name,companyname,business name,organization,organisation,organization name,organisation "
                + "name,employer,firma,firmenname,"
            + "unternehmen,entreprise,societe,nom entreprise,nom societe,raison sociale,empresa,nombre empresa,nome "
            + "empresa,compania,azienda,"
            + "nome azienda,societa,ragione sociale,bedrijf,bedrijfsnaam,organisatie"),
        ("job_title",
            "job title,jobtitle,job,position,fonction,poste,intitule "
                + "poste,berufsbezeichnung,funktion,cargo,puesto,qualifica,posizione,ruolo,"
            + "functie,functietitel"),
    ];

    private static readonly FrozenDictionary<string, string> Keys = Known
        .SelectMany(known => known.Phrases.Split(',').Select(phrase => (Phrase: phrase, known.Key)))
        .ToFrozenDictionary(pair => pair.Phrase, pair => pair.Key, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Noise = Words(
        "your my the contact form forms field fields input lead customer client billing work professional personal primary main "
            + "newsletter mce hs "
        + "wpcf cf required votre vos de du des la le l et d ihre ihr deine dein und su tu y el del il suo sua e di dell uw je jouw en "
        + "seu o a da do of");

    // A friend whom the page is sent to is not the visitor.
    private static readonly FrozenSet<string> OtherPeople = Words(
        "friend friends recipient recipients referral referrals referee referees colleague colleagues invitee invitees ami amis amie amies "
        + "destinataire destinataires filleul filleuls collegue collegues freund freunde freundin empfanger kollege kollegin amigo "
        + "amigos amiga amigas "
        + "destinatario destinatarios destinataria destinatarias amico amici collega colleghi colleghe vriend vriendin vrienden ontvanger");

    /// <summary>Every phrase, by what it is here.</summary>
    public static IEnumerable<(string Key, string Phrases)> All => Known;

    /// <summary>What a field is here; null when no words tell.</summary>
    /// <param name="name">Name of a field as it is on the site.</param>
    public static string? KeyOf(string name)
    {
        if (Keys.TryGetValue(name, out var key))
        {
            return key;
        }

        var words = WordsOf(name);
        if (words.Exists(OtherPeople.Contains))
        {
            return null;
        }

        var inner = Inner(name);
        var said = inner.Length == name.Length ? words : WordsOf(inner);
        said.RemoveAll(Noise.Contains);
        return Keys.GetValueOrDefault(string.Join(' ', said));
    }

    /// <summary>Gives fields their names here: the first one of a kind, unless a field has that name already.</summary>
    /// <param name="fields">
    /// Fields in their order; empty ones count as absent, and those that begin with an underscore are not the site's.
    /// </param>
    /// <param name="keeps">True for the names of fields that keep them; null for none.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Apply(
        IReadOnlyList<KeyValuePair<string, string>> fields, Func<string, bool>? keeps = null)
    {
        var taken = fields.Where(field => field.Value.Length > 0).Select(field => field.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var named = new List<KeyValuePair<string, string>>(fields.Count);
        foreach (var field in fields)
        {
            var isSite = field.Value.Length > 0 && !field.Key.StartsWith('_') && keeps?.Invoke(field.Key) != true;
            named.Add(isSite && KeyOf(field.Key) is { } key && taken.Add(key) ? new(key, field.Value) : field);
        }

        return WithParts(named, taken);
    }

    // "Nom" beside "Prénom" is the last name, "Nombre" beside "Apellidos" the first one.
    private static List<KeyValuePair<string, string>> WithParts(List<KeyValuePair<string, string>> fields, HashSet<string> taken)
    {
        var (first, last) = (taken.Contains(FirstName), taken.Contains(LastName));
        var part = first ? LastName : FirstName;
        return first == last
            ? fields
            : [.. fields.Select(field => field.Key.Equals(Name, StringComparison.OrdinalIgnoreCase) ? new(part, field.Value) : field)];
    }

    // Of form_fields[name] and user[name] the last brackets that hold a word.
    private static string Inner(string name)
    {
        for (var end = name.LastIndexOf(']'); end > 0; end = name.LastIndexOf(']', end - 1))
        {
            var start = name.LastIndexOf('[', end);
            if (start >= 0 && name[start..end].Any(char.IsAsciiLetter))
            {
                return name[(start + 1)..end];
            }
        }

        return name;
    }

    private static List<string> WordsOf(string name)
    {
        var words = new List<string>();
        if (name.Length > WireLimits.Name || name.Any(char.IsSurrogate))
        {
            return words;
        }

        var word = new StringBuilder();
        var previous = '\0';
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (!char.IsAsciiLetter(letter) || (char.IsAsciiLetterLower(previous) && char.IsAsciiLetterUpper(letter)))
            {
                End();
            }

            if (char.IsAsciiLetter(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }

            previous = letter;
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
