using Marketplace.Web.Catalogue;
﻿using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "listings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    forms = table.Column<string[]>(type: "text[]", nullable: false),
                    fee_model = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    fee_terms = table.Column<string>(type: "jsonb", nullable: true),
                    fee_yuan = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    maturity = table.Column<int>(type: "integer", nullable: true),
                    scenes = table.Column<string>(type: "text", nullable: true),
                    industries = table.Column<string[]>(type: "text[]", nullable: false),
                    chains = table.Column<string[]>(type: "text[]", nullable: false),
                    know_how = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<string>(type: "text", nullable: true),
                    contact_name = table.Column<string>(type: "text", nullable: true),
                    contact_phone = table.Column<string>(type: "text", nullable: true),
                    contact_mail = table.Column<string>(type: "text", nullable: true),
                    announcement_no = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    announced_on = table.Column<DateOnly>(type: "date", nullable: true),
                    prepared_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reviewed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    return_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listings", x => x.id);
                    table.ForeignKey(
                        name: "fk_listings_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_listings_organisations_owner_id",
                        column: x => x.owner_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patents",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    number_override = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    @abstract = table.Column<string>(name: "abstract", type: "text", nullable: true),
                    main_claim = table.Column<string>(type: "text", nullable: true),
                    ipc = table.Column<string[]>(type: "text[]", nullable: false),
                    locarno = table.Column<string[]>(type: "text[]", nullable: false),
                    inventors = table.Column<string[]>(type: "text[]", nullable: false),
                    filing_date = table.Column<DateOnly>(type: "date", nullable: false),
                    publication_date = table.Column<DateOnly>(type: "date", nullable: true),
                    publication_no = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    grant_date = table.Column<DateOnly>(type: "date", nullable: true),
                    grant_no = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    family = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state_since = table.Column<DateOnly>(type: "date", nullable: true),
                    status_on = table.Column<DateOnly>(type: "date", nullable: true),
                    status_source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    fee_paid_through = table.Column<int>(type: "integer", nullable: true),
                    next_fee_due = table.Column<DateOnly>(type: "date", nullable: true),
                    compensation = table.Column<int>(type: "integer", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    revision = table.Column<long>(type: "bigint", nullable: false, defaultValue: 1L),
                    changed_in = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patents", x => x.application_no);
                });

            migrationBuilder.CreateTable(
                name: "listing_patents",
                columns: table => new
                {
                    listing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    share_percent = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_patents", x => new { x.listing_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_listing_patents_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_listing_patents_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    patent_year = table.Column<int>(type: "integer", nullable: true),
                    exclusive = table.Column<bool>(type: "boolean", nullable: false),
                    pledgee_agrees = table.Column<bool>(type: "boolean", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    struck_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_patent_events_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_holders",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_holders", x => new { x.application_no, x.place });
                    table.ForeignKey(
                        name: "fk_patent_holders_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_patent_holders_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_events_kind_position",
                table: "outbox_events",
                columns: new[] { "kind", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_patents_application_no",
                table: "listing_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_listings_bureau_id",
                table: "listings",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_listings_owner_id_state",
                table: "listings",
                columns: new[] { "owner_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_listings_state_expires_on",
                table: "listings",
                columns: new[] { "state", "expires_on" });

            migrationBuilder.CreateIndex(
                name: "ix_patent_events_application_no_kind_on",
                table: "patent_events",
                columns: new[] { "application_no", "kind", "on" },
                unique: true,
                filter: "struck_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_patent_holders_folded_name",
                table: "patent_holders",
                column: "folded_name");

            migrationBuilder.CreateIndex(
                name: "ix_patent_holders_organisation_id",
                table: "patent_holders",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_patents_changed_at_application_no",
                table: "patents",
                columns: new[] { "changed_at", "application_no" });

            migrationBuilder.CreateIndex(
                name: "ix_patents_changed_in_application_no",
                table: "patents",
                columns: new[] { "changed_in", "application_no" });

            migrationBuilder.CreateIndex(
                name: "ix_patents_last_day",
                table: "patents",
                column: "last_day");

            migrationBuilder.CreateIndex(
                name: "ix_patents_next_fee_due",
                table: "patents",
                column: "next_fee_due",
                filter: "next_fee_due is not null");

            migrationBuilder.Sql(CatalogueSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(CatalogueSql.Drop);

            migrationBuilder.DropTable(
                name: "listing_patents");

            migrationBuilder.DropTable(
                name: "patent_events");

            migrationBuilder.DropTable(
                name: "patent_holders");

            migrationBuilder.DropTable(
                name: "listings");

            migrationBuilder.DropTable(
                name: "patents");

            migrationBuilder.DropIndex(
                name: "ix_outbox_events_kind_position",
                table: "outbox_events");
        }
    }
}
