using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Capture;
using Pipeline.Crm;
using Pipeline.Functions.Answers;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Health;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Functions.Settings;
using Pipeline.Identity;
using Pipeline.Imports;
using Pipeline.Leads;
using Pipeline.Replay;
using Pipeline.Reports;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddTelemetry(builder.Configuration);
builder.Services
    .AddPipelineSettings()
    .AddCapture().AddCaptureFunctions().AddRejected()
    .AddIdentity()
    .AddHandoffs().AddLeads().AddScoring()
    .AddImports().AddCrm()
    .AddReporting()
    .AddStorage();
builder.UseMiddleware<AnswerHeaders>();
builder.UseMiddleware<FaultySettings>();

var app = builder.Build();
if (StartCheck.Passes(app.Services, Console.Error))
{
    app.Run();
}
else
{
    Environment.ExitCode = 1;
}
