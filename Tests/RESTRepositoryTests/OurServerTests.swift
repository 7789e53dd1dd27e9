import RESTRepository
import RepositoryContract
import Testing

/// What every repository promises, over the REST API of this project's server.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OurServerTests {
    private func observation(_ test: ((ObservationContract) async throws -> Void)) async throws {
        try await OurServer.run { try await test(ObservationContract(RESTObservationRepository(backend: $0, queue: nil))) }
    }

    @Test func observationKeepsEveryField() async throws { try await observation { try await $0.keepsEveryField() } }
    @Test func observationRefusesWhatTheRecordDoesNotAllow() async throws { try await observation { try await $0.refusesWhatTheRecordDoesNotAllow() } }
    @Test func observationChangesWholeOrNotAtAll() async throws { try await observation { try await $0.changesWholeOrNotAtAll() } }
    @Test func observationOnlyOneOfManyChangesAStatus() async throws { try await observation { try await $0.onlyOneOfManyChangesAStatus() } }
    @Test func observationProductsAreAddedAndReplaced() async throws { try await observation { try await $0.productsAreAddedAndReplaced() } }
    @Test func observationRemovedIsGone() async throws { try await observation { try await $0.removedIsGone() } }
    @Test func observationTellsItsChanges() async throws { try await observation { try await $0.tellsItsChanges() } }
    @Test func observationListsInPages() async throws { try await observation { try await $0.listsInPages() } }
    @Test func observationCountsTaskIDs() async throws { try await observation { try await $0.countsTaskIDs() } }
    @Test func observationFiltersAndOrders() async throws { try await observation { try await $0.filtersAndOrders() } }

    private func job(_ test: ((JobContract) async throws -> Void)) async throws {
        try await OurServer.run { try await test(JobContract(RESTJobRepository(backend: $0, queue: nil))) }
    }

    @Test func jobKeepsEveryField() async throws { try await job { try await $0.keepsEveryField() } }
    @Test func jobListsByStatusAndService() async throws { try await job { try await $0.listsByStatusAndService() } }
    @Test func jobOfManyWorkersOneTakesAJob() async throws { try await job { try await $0.ofManyWorkersOneTakesAJob() } }
    @Test func jobRefusesWhatIsNoJob() async throws { try await job { try await $0.refusesWhatIsNoJob() } }
    @Test func jobRemovedIsGone() async throws { try await job { try await $0.removedIsGone() } }

    private func cutout(_ test: ((CutoutContract) async throws -> Void)) async throws {
        try await OurServer.run { try await test(CutoutContract(RESTCutoutRepository(backend: $0))) }
    }

    @Test func cutoutKeepsEveryField() async throws { try await cutout { try await $0.keepsEveryField() } }
    @Test func cutoutDirectoriesCountWhatIsVisible() async throws { try await cutout { try await $0.directoriesCountWhatIsVisible() } }
    @Test func cutoutListsAndChanges() async throws { try await cutout { try await $0.listsAndChanges() } }
    @Test func cutoutRefusesWhatIsNoCutout() async throws { try await cutout { try await $0.refusesWhatIsNoCutout() } }
}
