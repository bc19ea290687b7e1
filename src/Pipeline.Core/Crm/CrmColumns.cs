using Pipeline.Imports;
using Pipeline.Imports.Columns;

namespace Pipeline.Crm;

/// <summary>Columns of CRM uploads, with the names that exports give them.</summary>
public static class CrmColumns
{
    /// <summary>Route of the uploads.</summary>
    public const string Endpoint = "/api/crm";

    internal const string StageDate = "date";
    internal const string CloseDate = "closeDate";

    /// <summary>Columns of every CRM upload.</summary>
    public static ImportTable All { get; } = new(
        Endpoint,
        [
            new ImportColumn(
                "email", true, "e-mail", "mail", "email address", "Adresse e-mail", "Adresse électronique", "Courriel", "Contact e-mail"),
            new ImportColumn("stage", true, "status", "lifecycle stage", "deal stage", "Étape", "Statut", "Phase", "Phase de vente"),
            new ImportColumn(StageDate, false, "stage date", "Date de l'étape") { IsDate = true },
            new ImportColumn(CloseDate, false, "closed at", "Closing date", "Date de clôture", "Date de signature", "Date de fermeture")
            {
                IsDate = true,
            },
            new ImportColumn("amount", false, "value", "deal value", "revenue", "Montant", "Chiffre d'affaires", "CA"),
            CurrencyColumn.Column,
            new ImportColumn(
                "reason", false, "lost reason", "Closed lost reason", "Loss reason", "Reason for loss", "Reason lost", "Deal - Lost reason",
                "Motif", "Raison", "Raison de perte",
                "Raison de la perte", "Motif de perte", "Motif de la perte", "Verlustgrund", "Grund für Verlust", "Motivo de pérdida")
            {
                TakesFirst = true,
            },
            new ImportColumn("rate", false, "exchange rate", "Taux", "Taux de change", "Cours"),
            new ImportColumn(
                "opportunity", false, "opportunity id", "deal", "deal id", "Opportunité", "Id opportunité", "Affaire", "N° affaire"),
            new ImportColumn(
                "owner", false, "sales rep", "Deal owner", "Opportunity owner", "Contact owner", "Lead owner", "Record owner",
                "Account owner", "Owner name", "Deal - Owner",
                "Commercial", "Propriétaire", "Responsable", "Propriétaire de la transaction", "Propriétaire de l'opportunité",
                "Propriétaire du contact", "Inhaber",
                "Zuständig", "Propietario")
            {
                TakesFirst = true,
            },
            new ImportColumn("remove", false, "delete", "Supprimer"),
        ],
        ["email", "stage", "date", "amount", "currency", "reason"]);
}
