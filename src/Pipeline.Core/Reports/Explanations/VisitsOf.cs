namespace Pipeline.Reports.Explanations;

// Whose visits are listed.
internal enum VisitsOf
{
    // Each adds 1.
    People,

    // Each adds 1.
    Machines,

    // Those of machines add nothing.
    All,
}
