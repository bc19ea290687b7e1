using Microsoft.AspNetCore.Http;
using Pipeline.Functions.Answers;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Tables;

namespace Pipeline.Functions.Uploads;

/// <summary>Answers a template file, or which ones there are.</summary>
internal static class TemplateAnswer
{
    public static IResult Of(HttpRequest request, ImportTemplates templates, string file)
    {
        var problems = new List<Problem>();
        var asked = RequestQuery.Of(request);
        var format = ReportFormat.Read(name => asked[name], problems) with { IsCsv = true, French = false };
        asked.Refuse(problems);
        return problems.Count > 0
            ? Answer.BadRequest(problems)
                : templates.Find(file) is { } template
            ? Results.File(CsvTable.Write(template, format), CsvTable.ContentType, template.Name + ImportTemplates.Ending)
                : Answer.NotFound($"There is no template '{file}'. Use one of {string.Join(", ", templates.Names)}.");
    }
}
