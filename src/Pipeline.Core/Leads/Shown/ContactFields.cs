using Pipeline.Text;

namespace Pipeline.Leads.Shown;

/// <summary>
/// What forms and CRMs call a person's name, company and phone among the fields of a lead; case, accents and punctuation do not matter.
/// </summary>
public static class ContactFields
{
    private static readonly string[] Whole = ["name", "fullname", "yourname", "contactname"];
    private static readonly string[] First = ["firstname", "givenname", "prenom", "vorname", "voornaam", "nombre"];
    private static readonly string[] Last =
    [
        "lastname", "surname", "familyname", "nom", "nomdefamille", "nachname", "achternaam", "apellido", "apellidos", "cognome"
    ];

    private static readonly string[] Companies =
        [
            "company",
            "companyname",
            "organisation",
            "organization",
            "entreprise",
            "societe",
            "firma",
            "firmenname",
            "unternehmen",
            "empresa",
            "azienda",
            "bedrijf",
        ];

    private static readonly string[] Phones =
        [
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "mobile",
            "mobilephone",
            "cellphone",
            "numerodetelephone",
            "telefon",
            "telefonnummer",
            "telefono",
            "telefoon",
        ];

    private static readonly HashSet<string> Searched = [.. Whole, .. First, .. Last, .. Companies];
    private static readonly HashSet<string> Listed = [.. Searched, .. Phones];

    /// <summary>The person's name: as one field gives it, else first and last name.</summary>
    /// <param name="fields">Fields of the lead.</param>
    /// <returns>Null when no field gives one.</returns>
    public static string? NameOf(IReadOnlyDictionary<string, string> fields) =>
        Find(fields, Whole)
            ?? (string.Join(' ', new[] { Find(fields, First), Find(fields, Last) }.OfType<string>()) is { Length: > 0 } name ? name : null);

    /// <summary>The company.</summary>
    /// <param name="fields">Fields of the lead.</param>
    /// <returns>Null when no field gives one.</returns>
    public static string? CompanyOf(IReadOnlyDictionary<string, string> fields) => Find(fields, Companies);

    /// <summary>The phone number.</summary>
    /// <param name="fields">Fields of the lead.</param>
    /// <returns>Null when no field gives one.</returns>
    public static string? PhoneOf(IReadOnlyDictionary<string, string> fields) => Find(fields, Phones);

    /// <summary>What a search looks through: names and company in the order of the fields.</summary>
    /// <param name="fields">Fields of the lead.</param>
    public static string SearchedIn(IReadOnlyDictionary<string, string> fields) =>
        string.Join(' ', fields.Where(field => Searched.Contains(TextFold.Fold(field.Key))).Select(field => field.Value));

    /// <summary>The fields that give name, company and phone: those that a list shows.</summary>
    /// <param name="fields">Fields of the lead.</param>
    public static SortedDictionary<string, string> Only(SortedDictionary<string, string> fields) =>
        new(fields.Where(field => Listed.Contains(TextFold.Fold(field.Key))).ToDictionary(), fields.Comparer);

    private static string? Find(IReadOnlyDictionary<string, string> fields, string[] names)
    {
        foreach (var name in names)
        {
            foreach (var (key, value) in fields)
            {
                if (TextFold.Fold(key) == name && !string.IsNullOrWhiteSpace(value))
                {
                    return value;
                }
            }
        }

        return null;
    }
}
