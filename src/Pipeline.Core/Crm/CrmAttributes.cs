using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Scoring.Documents;
using Pipeline.Text;

namespace Pipeline.Crm;

/// <summary>
/// Columns of CRM uploads that say something about the person and the company: the fields of the fit rules, and company and phone, by which
/// people find and call a lead; also by the names that exports give them.
/// </summary>
internal static class CrmAttributes
{
    private static readonly string[] Always = ["company", "phone"];

    // What the fit rules may call a field, and what exports do; of several columns of a file the first of these counts.
    private static readonly (string[] Fields, string[] Exports)[] Groups =
    [
        (["phone", "telephone", "mobile", "telefon"],
            ["Phone number", "Phone", "Mobile phone number", "Mobile phone", "Business phone", "Person - Phone", "Person - Phone - Work",
                "Person - Phone (Work)",
                "Numéro de téléphone", "Téléphone", "Téléphone mobile", "Telefonnummer", "Telefon", "Teléfono", "Telefono"]),
        (["employees", "company_size", "headcount"],
            ["Number of employees", "No. of employees", "Employees", "Employee count", "Organization - Number of employees",
                "Organization - Employee count",
                "Nombre d'employés", "Nombre de salariés", "Effectif", "Effectifs", "Taille de l'entreprise", "Anzahl der Mitarbeiter",
                "Mitarbeiterzahl", "Mitarbeiter",
                "Número de empleados", "Numero di dipendenti"]),
        (["country", "land", "pays"],
            ["Country/Region", "Country", "Mailing country", "Billing country", "Organization - Country",
                "Organization - Address - Country", "Organization - Country of Address",
                "Pays/région", "Pays", "Pays de facturation", "Land/Region", "Land", "País", "Paese"]),
        (["company", "company_name", "organisation", "organization", "firma", "societe"],
            ["Company name", "Account name", "Organization", "Organization - Name", "Deal - Organization", "Person - Organization",
                "Associated company",
                "Associated Company (Primary)", "Nom de l'entreprise", "Entreprise", "Nom du compte", "Société", "Unternehmensname",
                "Firmenname", "Nombre de la empresa"]),
        (["job_title", "position", "role"],
            ["Job title", "Person - Job title", "Contact title", "Intitulé du poste", "Poste", "Fonction", "Berufsbezeichnung", "Cargo"]),
    ];

    /// <summary>Makes the columns.</summary>
    /// <param name="fit">Fit rules in use; null for none.</param>
    /// <param name="columns">Columns that every CRM upload has.</param>
    public static IEnumerable<ImportColumn> Of(FitRules? fit, ImportTable columns)
    {
        // "Title" heads the column of a deal's name as often as that of a person's job.
        var known = columns.Columns.SelectMany(column => column.Aliases.Prepend(column.Name))
            .Append("title")
            .Select(TextFold.Fold)
            .ToHashSet(StringComparer.Ordinal);
        var fields = (fit?.Rules ?? []).SelectMany(rule => rule.Fields)
            .Where(name => TextFold.Fold(name).Length > 0 && known.Add(TextFold.Fold(name)))
            .ToList();
        fields.AddRange(Always.Where(field => !fields.Exists(own => GroupOf(own) is { } group && group == GroupOf(field))
            && known.Add(TextFold.Fold(field))));
        return fields.Select(field =>
        {
            string[] aliases = [.. ExportsOf(field).Where(name => known.Add(TextFold.Fold(name)))];
            return new ImportColumn(field, false, aliases) { TakesFirst = true };
        });
    }

    private static int? GroupOf(string field) =>
        Array.FindIndex(Groups, group => group.Fields.Contains(field, StringComparer.OrdinalIgnoreCase)) is >= 0 and var place
            ? place
            : null;

    private static string[] ExportsOf(string field) => GroupOf(field) is { } place ? Groups[place].Exports : [];
}
