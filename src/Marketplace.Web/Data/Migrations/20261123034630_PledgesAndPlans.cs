using System;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Plans;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class PledgesAndPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_no = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    issuer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: true),
                    region_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    other_ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    period_source = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false),
                    successor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.id);
                    table.ForeignKey(
                        name: "fk_plans_plans_successor_id",
                        column: x => x.successor_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    pledgor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledgor_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    pledgor_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    pledgee_id = table.Column<Guid>(type: "uuid", nullable: true),
                    pledgee_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    pledgee_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    pledgee_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    renews_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    versions = table.Column<int>(type: "integer", nullable: false),
                    agreed_version = table.Column<int>(type: "integer", nullable: true),
                    shown = table.Column<bool>(type: "boolean", nullable: false),
                    main_contract_no = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    patent_share = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    debt_until = table.Column<DateOnly>(type: "date", nullable: true),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    filing_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    correct_by = table.Column<DateOnly>(type: "date", nullable: true),
                    registration_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    registered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    outcome = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledges", x => x.id);
                    table.CheckConstraint("ck_pledges_registered", "state not in ('Registered', 'Fallen', 'Released', 'Enforced') or (registration_no is not null and registered_on is not null and amount is not null)");
                    table.CheckConstraint("ck_pledges_two", "pledgor_id <> pledgee_id");
                    table.ForeignKey(
                        name: "fk_pledges_organisations_pledgee_id",
                        column: x => x.pledgee_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pledges_organisations_pledgor_id",
                        column: x => x.pledgor_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pledges_pledges_renews_id",
                        column: x => x.renews_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "indicators",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicators", x => x.id);
                    table.ForeignKey(
                        name: "fk_indicators_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    what = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_imports_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_steps",
                columns: table => new
                {
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    cause = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    to = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_steps", x => new { x.plan_id, x.number });
                    table.ForeignKey(
                        name: "fk_plan_steps_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "plan_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    heading = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    lead_units = table.Column<string[]>(type: "text[]", nullable: false),
                    joint_units = table.Column<string[]>(type: "text[]", nullable: false),
                    units_source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_on = table.Column<DateOnly>(type: "date", nullable: true),
                    done_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_tasks", x => x.id);
                    table.ForeignKey(
                        name: "fk_plan_tasks_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledge_consents",
                columns: table => new
                {
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    folded_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledge_consents", x => new { x.pledge_id, x.folded_name });
                    table.ForeignKey(
                        name: "fk_pledge_consents_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pledge_consents_pledges_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledge_drawdowns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    voucher_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    struck_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledge_drawdowns", x => x.id);
                    table.CheckConstraint("ck_pledge_drawdowns_some", "amount > 0");
                    table.ForeignKey(
                        name: "fk_pledge_drawdowns_pledges_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledge_patents",
                columns: table => new
                {
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    held = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledge_patents", x => new { x.pledge_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_pledge_patents_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pledge_patents_pledges_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledge_versions",
                columns: table => new
                {
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledge_versions", x => new { x.pledge_id, x.number });
                    table.ForeignKey(
                        name: "fk_pledge_versions_pledges_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pledgee_consents",
                columns: table => new
                {
                    pledge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pledgee_consents", x => new { x.pledge_id, x.deal_id });
                    table.ForeignKey(
                        name: "fk_pledgee_consents_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_pledgee_consents_pledges_pledge_id",
                        column: x => x.pledge_id,
                        principalTable: "pledges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "indicator_definitions",
                columns: table => new
                {
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    unit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    comparator = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    nature = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    base_year = table.Column<int>(type: "integer", nullable: true),
                    @base = table.Column<decimal>(name: "base", type: "numeric", nullable: true),
                    basis = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    lead_units = table.Column<string[]>(type: "text[]", nullable: false),
                    joint_units = table.Column<string[]>(type: "text[]", nullable: false),
                    source = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    computed = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_definitions", x => new { x.indicator_id, x.version });
                    table.ForeignKey(
                        name: "fk_indicator_definitions_indicators_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicators",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "target_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_target_parts", x => x.id);
                    table.ForeignKey(
                        name: "fk_target_parts_indicators_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicators",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "task_progress",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quarter = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_progress", x => x.id);
                    table.ForeignKey(
                        name: "fk_task_progress_plan_tasks_task_id",
                        column: x => x.task_id,
                        principalTable: "plan_tasks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "task_urges",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    task_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reply = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reply_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reply_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_urges", x => x.id);
                    table.ForeignKey(
                        name: "fk_task_urges_plan_tasks_task_id",
                        column: x => x.task_id,
                        principalTable: "plan_tasks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "indicator_values",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: true),
                    reached = table.Column<bool>(type: "boolean", nullable: true),
                    of_year = table.Column<bool>(type: "boolean", nullable: false),
                    count = table.Column<decimal>(type: "numeric", nullable: true),
                    whole = table.Column<decimal>(type: "numeric", nullable: true),
                    whole_on = table.Column<DateOnly>(type: "date", nullable: true),
                    source = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    surveyor = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    sample = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    method = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_values", x => x.id);
                    table.CheckConstraint("ck_indicator_values_two_people", "state = 'Entered' or decided_by is null or person_id is null or decided_by <> person_id");
                    table.ForeignKey(
                        name: "fk_indicator_values_indicator_definitions_indicator_id_version",
                        columns: x => new { x.indicator_id, x.version },
                        principalTable: "indicator_definitions",
                        principalColumns: new[] { "indicator_id", "version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "year_targets",
                columns: table => new
                {
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: false),
                    upper = table.Column<decimal>(type: "numeric", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_year_targets", x => new { x.indicator_id, x.version, x.year });
                    table.CheckConstraint("ck_year_targets_range", "upper is null or upper > value");
                    table.ForeignKey(
                        name: "fk_year_targets_indicator_definitions_indicator_id_version",
                        columns: x => new { x.indicator_id, x.version },
                        principalTable: "indicator_definitions",
                        principalColumns: new[] { "indicator_id", "version" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_indicator_values_decided_by",
                table: "indicator_values",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_indicator_values_indicator_id_on",
                table: "indicator_values",
                columns: new[] { "indicator_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_indicator_values_indicator_id_version",
                table: "indicator_values",
                columns: new[] { "indicator_id", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_indicator_values_person_id",
                table: "indicator_values",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_indicators_plan_id_code",
                table: "indicators",
                columns: new[] { "plan_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plan_imports_person_id",
                table: "plan_imports",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_imports_plan_id",
                table: "plan_imports",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ix_plan_tasks_plan_id_code",
                table: "plan_tasks",
                columns: new[] { "plan_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_key",
                table: "plans",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_region_path",
                table: "plans",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_plans_successor_id",
                table: "plans",
                column: "successor_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledge_consents_organisation_id_state",
                table: "pledge_consents",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_pledge_consents_person_id",
                table: "pledge_consents",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledge_drawdowns_person_id",
                table: "pledge_drawdowns",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledge_drawdowns_pledge_id",
                table: "pledge_drawdowns",
                column: "pledge_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledge_patents_held",
                table: "pledge_patents",
                column: "application_no",
                unique: true,
                filter: "held");

            migrationBuilder.CreateIndex(
                name: "ix_pledge_versions_person_id",
                table: "pledge_versions",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledgee_consents_deal_id",
                table: "pledgee_consents",
                column: "deal_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledgee_consents_person_id",
                table: "pledgee_consents",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledges_person_id",
                table: "pledges",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pledges_pledgee_id_id",
                table: "pledges",
                columns: new[] { "pledgee_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pledges_pledgee_region_id",
                table: "pledges",
                columns: new[] { "pledgee_region", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pledges_pledgor_id_id",
                table: "pledges",
                columns: new[] { "pledgor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pledges_pledgor_region_id",
                table: "pledges",
                columns: new[] { "pledgor_region", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pledges_reference",
                table: "pledges",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pledges_registration_no",
                table: "pledges",
                column: "registration_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pledges_renews",
                table: "pledges",
                column: "renews_id",
                unique: true,
                filter: "renews_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed')");

            migrationBuilder.CreateIndex(
                name: "ix_pledges_state_since",
                table: "pledges",
                columns: new[] { "state", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_target_parts_indicator_id_year_kind_name",
                table: "target_parts",
                columns: new[] { "indicator_id", "year", "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_task_progress_person_id",
                table: "task_progress",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_task_progress_task_id_quarter",
                table: "task_progress",
                columns: new[] { "task_id", "quarter" });

            migrationBuilder.CreateIndex(
                name: "ix_task_urges_person_id",
                table: "task_urges",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_task_urges_reply_by",
                table: "task_urges",
                column: "reply_by");

            migrationBuilder.CreateIndex(
                name: "ix_task_urges_task_id",
                table: "task_urges",
                column: "task_id");
            migrationBuilder.Sql(CaseSql.Guard("pledges", PledgeMachine.Machine));
            migrationBuilder.Sql(PledgeSql.Create);
            migrationBuilder.Sql(PlanSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(PledgeSql.Drop);
            migrationBuilder.Sql(PlanSql.Drop);
            migrationBuilder.DropTable(
                name: "indicator_values");

            migrationBuilder.DropTable(
                name: "plan_imports");

            migrationBuilder.DropTable(
                name: "plan_steps");

            migrationBuilder.DropTable(
                name: "pledge_consents");

            migrationBuilder.DropTable(
                name: "pledge_drawdowns");

            migrationBuilder.DropTable(
                name: "pledge_patents");

            migrationBuilder.DropTable(
                name: "pledge_versions");

            migrationBuilder.DropTable(
                name: "pledgee_consents");

            migrationBuilder.DropTable(
                name: "target_parts");

            migrationBuilder.DropTable(
                name: "task_progress");

            migrationBuilder.DropTable(
                name: "task_urges");

            migrationBuilder.DropTable(
                name: "year_targets");

            migrationBuilder.DropTable(
                name: "pledges");

            migrationBuilder.DropTable(
                name: "plan_tasks");

            migrationBuilder.DropTable(
                name: "indicator_definitions");

            migrationBuilder.DropTable(
                name: "indicators");

            migrationBuilder.DropTable(
                name: "plans");
        }
    }
}
