using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Capture.Queueing;
using Pipeline.Crm;
using Pipeline.Days;
using Pipeline.Health;
using Pipeline.Identity;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Leads.Shown;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Rollups;
using Pipeline.Rollups.Rebuilds;
using Pipeline.Scoring.Refresh;
using Pipeline.Settings;
using Pipeline.Storage.Capture;
using Pipeline.Storage.Crm;
using Pipeline.Storage.Days;
using Pipeline.Storage.Identity;
using Pipeline.Storage.Leads.Aliases;
using Pipeline.Storage.Leads.Facts;
using Pipeline.Storage.Leads.Pages;
using Pipeline.Storage.Leads.Shown;
using Pipeline.Storage.Rejected;
using Pipeline.Storage.Rollups;
using Pipeline.Storage.Rollups.Rebuilds;
using Pipeline.Storage.Scoring.Refresh;
using Pipeline.Storage.Settings;
using Pipeline.Storage.Shared;
using Pipeline.Storage.Uploads;
using Pipeline.Uploads;

namespace Pipeline.Storage;

/// <summary>Registers the ports of every stage on Azure tables and queues.</summary>
public static class StorageServices
{
    /// <summary>Adds the clients, the tables and queues of every stage, and their creation at start.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<StorageOptions>(StorageOptions.Section, SettingsFaults.StopStart);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageConnectionValidator>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value);
        services.TryAddSingleton(provider => StorageClients.Queues(
            provider.GetRequiredService<IConfiguration>(), StorageOptions.Connection));
        services.TryAddSingleton(provider => StorageClients.Tables(
            provider.GetRequiredService<IConfiguration>(), StorageOptions.Connection));
        services.TryAddSingleton<IEventQueue>(provider => new StorageEventQueue(options => StorageClients.Queues(
            provider.GetRequiredService<IConfiguration>(), StorageOptions.Connection, options).GetQueueClient(QueueNames.Events)));
        services.AddHostedService<StorageSetup>();
        services.TryAddSingleton<ITables, AzureTables>();
        services.TryAddSingleton<IStorageProbe, StorageProbe>();
        services.TryAddSingleton<SettingsWarnings>();
        services.TryAddSingleton<HealthHandler>();
        return services.AddStores();
    }

    /// <summary>Adds the stores alone; the caller gives <see cref="ITables"/> and the queues.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.TryAddSingleton<IRandomBytes, StrongRandomBytes>();
        services.TryAddSingleton<IWorkQueue, StorageWorkQueue>();
        services.TryAddSingleton<ConflictRetry>();
        services.TryAddSingleton<IRejectedStore, RejectedTable>();
        services.TryAddSingleton<IVisitorStore, VisitorTable>();
        services.TryAddSingleton<ILeadStore, LeadTable>();
        services.TryAddSingleton<IWaitingClickStore, WaitingClickTable>();
        services.TryAddSingleton<ICrmStore, CrmTable>();
        services.TryAddSingleton<ITouchChannelStore, TouchChannelTable>();
        services.TryAddSingleton<IPendingRefreshStore, PendingRefreshTable>();
        services.TryAddSingleton<IAliasStore, AliasTable>();
        services.TryAddSingleton<IRankIndex, RankTable>();
        services.TryAddSingleton<ILeadPageStore, LeadPageTable>();
        services.TryAddSingleton<IDayIndex, DayTable>();
        services.TryAddSingleton<IAnonymousViewStore, AnonymousViewTable>();
        services.TryAddSingleton<RollupTable>();
        services.TryAddSingleton<IRollupStore>(provider => provider.GetRequiredService<RollupTable>());
        services.TryAddSingleton<IRollupDays>(provider => provider.GetRequiredService<RollupTable>());
        services.TryAddSingleton<IMonthEndStore, MonthEndTable>();
        services.TryAddSingleton<IRebuildStore, RebuildTable>();
        services.TryAddSingleton<InputTable>();
        services.TryAddSingleton<ICostStore>(provider => provider.GetRequiredService<InputTable>());
        services.TryAddSingleton<ITargetStore>(provider => provider.GetRequiredService<InputTable>());
        services.TryAddSingleton<IDeploymentStore, DeploymentTable>();
        services.TryAddSingleton<ISettingsStore, SettingsTable>();
        services.TryAddSingleton<IRescoreStore, RescoreTable>();
        return services;
    }
}
